import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { InputError } from '../../config/errors';
import { loadEnvironment } from '../../config/load';
import { regions } from '../../config/regions';
import type { Environment } from '../../config/schema';
import { assemblyFor } from '../assembly-for';
import { type CommandOptions, tell } from './outcome';

interface PreflightOptions extends CommandOptions {
  readonly region?: string;
  readonly endpoint?: string;
  readonly assembly?: string;
}

const root = join(__dirname, '../..');

/** `platform preflight`: whether an account can take a deploy, before anybody approves it. */
export function addPreflight(program: Command): void {
  program
    .command('preflight')
    .description('whether the account can take a deploy: quotas, versions, secrets, image, zone, backups')
    .option('--region <region>', "ask there instead of in the environment's region", knownRegion)
    .option('--endpoint <url>', 'ask an emulator instead of AWS', knownUrl)
    .option('--assembly <folder>', 'a folder of synthesized templates; without it, cdk.out is written anew')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<PreflightOptions>();
      const environment = loadEnvironment(options.environment);
      if (environment.deploysTo !== 'aws') throw onlyRehearsed(environment);
      const { readAcceptedVulnerabilities } =
        await import('../../ops/preflight/image/accepted-vulnerabilities');
      const acceptedVulnerabilities = readAcceptedVulnerabilities(
        join(root, 'ops/preflight/image/vulnerability-acceptances.json'),
      );
      const { deployNeeds } = await import('../../ops/preflight/assembly/deploy-needs');
      const needs = deployNeeds(await assemblyFor(environment, options.assembly));
      // `platform calendar` tells of the end of this machine's Node.js; the SDK's nine lines would hide the report.
      process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
      const { AwsClients } = await import('../../ops/preflight/aws/aws-clients');
      const { PublicInternet } = await import('../../ops/preflight/internet/internet');
      const { ThisMachine } = await import('../../ops/preflight/machine/machine');
      const { preflight } = await import('../../ops/preflight/preflight');
      const { preflightJson } = await import('../../ops/preflight/report/preflight-json');
      const { preflightText } = await import('../../ops/preflight/report/preflight-text');
      const result = await preflight(
        {
          environment,
          region: options.region ?? environment.region,
          now: new Date(),
          needs,
          aws: new AwsClients({ endpoint: options.endpoint }),
          machine: new ThisMachine(root),
          internet: new PublicInternet(),
          acceptedVulnerabilities,
        },
        { onProgress: (done, of, name) => void process.stderr.write(`  ${done} of ${of}: ${name}\n`) },
      );
      tell(
        {
          text: preflightText(result),
          data: preflightJson(result),
          foundSomething: result.findings.length > 0,
        },
        options,
      );
      if (result.unanswered.length > 0) process.exitCode = 2;
    });
}

const onlyRehearsed = ({ name }: Environment): InputError =>
  new InputError('--environment', [
    {
      field: 'environment',
      got: `${name}, which deploys to a machine and not to AWS`,
      allowed: 'an environment of AWS',
    },
  ]);

function knownRegion(text: string): string {
  if ((regions as readonly string[]).includes(text)) return text;
  throw new InvalidArgumentError('Allowed: a region of AWS, such as us-east-1.');
}

function knownUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('Allowed: an address such as http://localhost:5000.');
}
