import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { Answer, Check } from '../check';
import { NotAsked, orNull } from '../not-asked';
import type { Subject } from '../subject';
import { type RequiredSecret, requiredSecrets } from './required-secrets';

/** Secrets that people make are there, and look like what they should be. No value is ever told. */
export const secrets: Check = {
  name: 'secrets',
  questions: (subject) =>
    requiredSecrets(subject.environment, subject.region).map((secret) => () => secretFaults(secret, subject)),
};

async function secretFaults(secret: RequiredSecret, subject: Subject): Promise<Answer> {
  const { name, region, why, value } = secret;
  const fault = (what: string, command: string): Answer => [{ severity: 'fails', what, why, command }];
  const text = await valueOf(secret, subject);
  if (text === null) return fault(`There is no secret ${name} in ${region}`, makeCommand(secret, subject));
  if (text === 'deleted') {
    return fault(
      `The secret ${name} in ${region} waits for its deletion`,
      `aws secretsmanager restore-secret --region ${region} --secret-id ${name}`,
    );
  }
  const put = `aws secretsmanager put-secret-value --region ${region} --secret-id ${name} --secret-string "$value"`;
  if ('form' in value) {
    return value.form.test(text) ? [] : fault(`The secret ${name} in ${region} is not ${value.said}`, put);
  }
  const missing = missingFields(text, value.fields);
  if (missing === null) {
    return fault(
      `The secret ${name} in ${region} is no JSON object; its fields are ${value.fields.join(', ')}`,
      put,
    );
  }
  return missing.length === 0
    ? []
    : fault(`The secret ${name} in ${region} has no ${missing.join(', no ')}`, put);
}

async function valueOf({ name, region }: RequiredSecret, { aws }: Subject): Promise<string | null> {
  const client = aws.of('secretsmanager', region);
  try {
    const answer = await orNull(
      client.send(new GetSecretValueCommand({ SecretId: name })),
      'ResourceNotFoundException',
    );
    return answer ? (answer.SecretString ?? '') : null;
  } catch (error) {
    if (error instanceof NotAsked && error.errorName === 'InvalidRequestException') return 'deleted';
    throw error;
  }
}

/** null: not an object of JSON. */
function missingFields(text: string, fields: readonly string[]): string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const known = value as Readonly<Record<string, unknown>>;
    return fields.filter((field) => typeof known[field] !== 'string' || known[field] === '');
  } catch {
    return null;
  }
}

function makeCommand({ name, region, replicaOf }: RequiredSecret, subject: Subject): string {
  const { environment } = subject;
  if (replicaOf !== null) {
    return `aws secretsmanager replicate-secret-to-regions --region ${environment.recoveryRegion} --secret-id ${name} --add-replica-regions Region=${region}`;
  }
  return region === subject.region
    ? `aws secretsmanager create-secret --region ${region} --name ${name} --secret-string "$value"`
    : `aws secretsmanager replicate-secret-to-regions --region ${subject.region} --secret-id ${name} --add-replica-regions Region=${region}`;
}
