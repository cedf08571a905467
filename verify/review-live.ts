import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { join } from 'node:path';
import type { Side } from '../ops/review/change';
import { liveSide } from '../ops/review/live/live-side';
import { openAccount } from '../ops/review/live/open-account';
import { review } from '../ops/review/review';
import { assess } from '../ops/review/rules/assess';
import { type StackTemplate, stackTemplates, type Template } from '../ops/review/sides/stack-artifacts';
import { templateSide } from '../ops/review/sides/template-side';
import type { Check, CheckResult } from './check';
import { motoVersion, startMoto } from '../servers/moto/moto-server';

/** Stacks that the emulator can make as they are: they take no values of others. */
const names = ['production-images', 'production-edge'];

interface Clients {
  readonly endpoint: string;
  readonly cloudFormation: CloudFormationClient;
}

/**
 * `review --live` against an AWS emulator: silent on what was deployed, and after changes past the code it says of each
 * what a review of the same two templates says.
 */
export const reviewLive: Check = {
  name: `review --live: drift of stacks that moto ${motoVersion} holds`,
  async run({ synthesized }) {
    const stacks = stackTemplates(join(await synthesized(), 'production')).filter(({ name }) =>
      names.includes(name),
    );
    const moto = await startMoto();
    try {
      const clients = clientsOf(moto.url, stacks[0]!.region);
      await deploy(clients, stacks);
      const untouched = await compared(clients, stacks, stacks);
      const changed = await changeWithoutCode(clients, stacks);
      return sum([untouched, await compared(clients, stacks, changed), await unreachable(stacks)]);
    } finally {
      moto.stop();
    }
  },
};

const settingsOf = (endpoint: string) => ({
  endpoint,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

const clientsOf = (endpoint: string, region: string): Clients => ({
  endpoint,
  cloudFormation: new CloudFormationClient({ ...settingsOf(endpoint), region }),
});

async function deploy(
  { endpoint, cloudFormation }: Clients,
  stacks: readonly StackTemplate[],
): Promise<void> {
  // CDK's templates ask for it; `cdk bootstrap` makes it.
  await new SSMClient({ ...settingsOf(endpoint), region: stacks[0]!.region }).send(
    new PutParameterCommand({ Name: '/cdk-bootstrap/hnb659fds/version', Value: '30', Type: 'String' }),
  );
  for (const { name, template, terminationProtection } of stacks) {
    await cloudFormation.send(
      new CreateStackCommand({
        StackName: name,
        TemplateBody: JSON.stringify(template),
        EnableTerminationProtection: terminationProtection,
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      }),
    );
  }
}

/** Somebody lets tags of the application's images be overwritten, and deletes the stack of the edge. */
async function changeWithoutCode(
  { cloudFormation }: Clients,
  stacks: readonly StackTemplate[],
): Promise<StackTemplate[]> {
  const [edge] = stacks.filter(({ name }) => name === 'production-edge');
  const [images] = stacks.filter(({ name }) => name === 'production-images');
  const template = JSON.parse(
    JSON.stringify(images!.template).replace('"IMMUTABLE"', '"MUTABLE"'),
  ) as Template;
  await cloudFormation.send(
    new UpdateStackCommand({
      StackName: images!.name,
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await cloudFormation.send(new DeleteStackCommand({ StackName: edge!.name }));
  return [{ ...images!, template }];
}

/** What a live review finds, beside what a review of the templates that are deployed would. */
async function compared(
  { endpoint }: Clients,
  wanted: readonly StackTemplate[],
  deployed: readonly StackTemplate[],
): Promise<CheckResult> {
  const live = await liveSideOf(templateSide('the assembly', wanted), endpoint);
  const found = changesOf(live, wanted);
  const expected = changesOf(templateSide('what was deployed', deployed), wanted);
  const differ = expected.length > 0;
  return JSON.stringify(found) === JSON.stringify(expected) && differ === deployed.length < wanted.length
    ? { passed: 1, failures: [] }
    : {
        passed: 0,
        failures: [`expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`],
      };
}

const changesOf = (deployed: Side, wanted: readonly StackTemplate[]) =>
  review(templateSide('the assembly', wanted), deployed, { assess }).changes.map(
    ({ where, what, risk, why }) => ({ where, what, risk, why }),
  );

/** No server: one sentence, with what to do. */
async function unreachable(wanted: readonly StackTemplate[]): Promise<CheckResult> {
  const nobody = 'http://127.0.0.1:9';
  const error = await liveSideOf(templateSide('the assembly', wanted), nobody).catch((one: Error) => one);
  const isClear =
    error instanceof Error && /^--live: stack \S+ in \S+: got .+; allowed: AWS cred/.test(error.message);
  return isClear
    ? { passed: 1, failures: [] }
    : { passed: 0, failures: [`without a server: ${String(error)}`] };
}

/** None of the stacks applies objects, so that no cluster is asked. */
const liveSideOf = (wanted: Side, endpoint: string): Promise<Side> =>
  liveSide(
    wanted,
    () => openAccount(settingsOf(endpoint)),
    { list: () => Promise.reject(new Error('no cluster should be asked')) },
    () => undefined,
  );

const sum = (results: readonly CheckResult[]): CheckResult => ({
  passed: results.reduce((total, { passed }) => total + passed, 0),
  failures: results.flatMap(({ failures }) => failures),
});
