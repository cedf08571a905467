import { join } from 'node:path';
import { attempt, type Outcome } from '../../servers/command';
import { type EmulatedStack, qualifier, withStandIns, write } from './emulated-assembly';
import { type Emulator, madeResources } from '../../servers/moto/moto-server';

const cdk = join(__dirname, '../../node_modules/.bin/cdk');
const account = '123456789012';

/** What became of one stack. */
export interface Deployment {
  readonly stack: string;
  readonly deployed: boolean;
  /** What the emulator said when it failed. */
  readonly error: string | null;
  /** Whether `cdk diff` finds the deployed stack as it is in the assembly. */
  readonly diffIsEmpty: boolean;
  readonly resources: number;
  readonly made: number;
  /** Types of which the emulator made none. */
  readonly missingTypes: readonly string[];
}

/** Runs the CDK CLI as a person would, against an emulator. */
export class EmulatedDeploy {
  /** Physical ids by `stack/logical id`. */
  private readonly made = new Map<string, string>();

  constructor(
    private readonly emulator: Emulator,
    private readonly folder: string,
    private readonly stacks: readonly EmulatedStack[],
  ) {}

  async bootstrap(region: string): Promise<void> {
    const { code, stdout, stderr } = await this.cdk([
      'bootstrap',
      `aws://${account}/${region}`,
      '--qualifier',
      qualifier,
    ]);
    if (code !== 0) throw new Error(`cdk bootstrap ${region} failed: ${lastWords(`${stdout}${stderr}`)}`);
  }

  async deploy(stack: EmulatedStack): Promise<Deployment> {
    write(stack.templateFile, withStandIns(stack.template, this.stacks, this.made));
    const outcome = await this.cdk([...this.forStack('deploy', stack), '--require-approval', 'never']);
    const exception = this.emulator.takeException();
    const deployed = outcome.code === 0 && exception === null;
    const diff = deployed
      ? await this.cdk([...this.forStack('diff', stack), '--fail', '--method', 'template'])
      : null;
    const made = deployed
      ? await madeResources(this.emulator.url, stack.name, stack.region)
      : new Map<string, string>();
    for (const [id, physicalId] of made) this.made.set(`${stack.name}/${id}`, physicalId);
    const resources = Object.entries<{ Type: string }>(stack.template.Resources);
    const missing = resources.filter(([id]) => !made.has(id)).map(([, { Type }]) => Type);
    const existing = new Set(resources.filter(([id]) => made.has(id)).map(([, { Type }]) => Type));
    return {
      stack: stack.name,
      deployed,
      error: deployed ? null : (exception ?? lastWords(`${outcome.stdout}${outcome.stderr}`)),
      diffIsEmpty: diff?.code === 0,
      resources: resources.length,
      made: resources.length - missing.length,
      missingTypes: deployed ? [...new Set(missing)].filter((type) => !existing.has(type)).sort() : [],
    };
  }

  private forStack(verb: string, { name }: EmulatedStack): string[] {
    return [verb, name, '--app', this.folder, '--exclusively'];
  }

  private cdk(args: readonly string[]): Promise<Outcome> {
    const env = {
      AWS_ENDPOINT_URL: this.emulator.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
    };
    return attempt(cdk, [...args, '--no-color', '--ci'], { cwd: this.folder, env });
  }
}

/** The sentence with which the CLI gave up, without ids that change with every run. */
function lastWords(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const reason =
    lines.findLast((line) => line.startsWith('‣')) ?? lines.findLast((line) => /error/i.test(line));
  return (reason ?? 'no error told').replace(/^‣ /, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>');
}
