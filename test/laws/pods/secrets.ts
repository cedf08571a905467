import { inEachContainer, objectName, objectsOfKind } from '../kubernetes-objects';
import { inEach } from '../stack-resources';
import type { Json, Law } from '../tree';

const secretName = /PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|API_?KEY|ENCRYPTION_?KEY|PRIVATE_?KEY/i;
const secretValue: readonly RegExp[] = [
  /AKIA[0-9A-Z]{16}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^[0-9a-f]{64}$/i,
  // A password in an address; `$(NAME)` is filled in from another variable.
  /:\/\/[^/@\s]*:(?!\$\()[^/@\s]+@/,
];

/** True for a literal that should have been a reference. */
export const looksSecret = (name: string, value: unknown): boolean =>
  typeof value === 'string' &&
  value !== '' &&
  // A switch, such as whether secrets may be read.
  !['true', 'false'].includes(value) &&
  ((secretName.test(name) && !/^\$\(|^arn:|^\//.test(value)) ||
    secretValue.some((pattern) => pattern.test(value)));

/** Pods take secrets by reference, and no Secret object travels in a chart. */
export const podSecretsAreReferences: Law = (tree) => [
  ...inEachContainer(tree, ({ env = [], args = [], command = [] }) => [
    ...env
      .filter(({ name, value }: Json) => looksSecret(name, value))
      .map(({ name }: Json) => `${name} is a literal`),
    ...[...args, ...command]
      .filter((argument: string) => looksSecret('', argument))
      .map(() => 'a secret in its arguments'),
  ]),
  ...objectsOfKind(tree, 'Secret')
    .filter(
      ({ data, stringData }) => Object.keys({ ...(data as object), ...(stringData as object) }).length > 0,
    )
    .map((secret) => `${objectName(secret)}: carries data`),
];

/** Templates generate secrets or name them, they never spell them. */
export const templateSecretsAreReferences: Law = (tree) => [
  ...inEach(tree, 'AWS::SecretsManager::Secret', ({ SecretString }) =>
    typeof SecretString === 'string' ? ['its value is a literal'] : [],
  ),
  ...inEach(tree, 'AWS::Lambda::Function', ({ Environment }) =>
    Object.entries(Environment?.Variables ?? {})
      .filter(([name, value]) => looksSecret(name, value))
      .filter(([name]) => !name.endsWith('_ARN') && !name.endsWith('_NAME'))
      .map(([name]) => `variable ${name} is a literal`),
  ),
  ...['AWS::RDS::DBInstance', 'AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::User'].flatMap(
    (type) =>
      inEach(tree, type, (properties) =>
        ['MasterUserPassword', 'AuthToken', 'Passwords']
          .filter((field) => properties[field] !== undefined && !isDynamicReference(properties[field]))
          .map((field) => `${field} is a literal`),
      ),
  ),
];

const isDynamicReference = (value: Json): boolean =>
  JSON.stringify(value).includes('{{resolve:secretsmanager:');
