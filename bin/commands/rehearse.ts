import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { InputError } from '../../config/errors';
import { loadEnvironment } from '../../config/load';
import { type CommandOptions, tell } from './outcome';

interface RehearseOptions extends CommandOptions {
  readonly cluster: 'fake' | 'context';
  readonly context?: string;
  readonly kubernetes?: string;
  readonly apply: boolean;
  readonly prepare: boolean;
}

const progress = (line: string): void => void process.stderr.write(`${line} …\n`);

/** `platform rehearse`: the rendered YAML on a real Kubernetes. */
export function addRehearse(program: Command): void {
  program
    .command('rehearse')
    .description(
      "bring up a real Kubernetes, send it every environment's objects, roll out the environment rehearsal, report, leave nothing behind",
    )
    .addOption(
      new Option(
        '--cluster <kind>',
        'fake: made-up nodes, no privileges; context: acceptance on a cluster of yours',
      )
        .choices(['fake', 'context'])
        .default('fake'),
    )
    .option('--context <name>', 'a context of your kubeconfig; means --cluster context')
    .option('--kubernetes <minor>', "such as 1.37; without it, the environments' own")
    .option(
      '--apply',
      'with a context: make missing namespaces and definitions, and remove them again',
      false,
    )
    .option('--prepare', 'only build what is needed, one program after the other', false)
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<RehearseOptions>();
      const { endOnInterrupt } = await import('../../rehearsal/interrupts');
      endOnInterrupt();
      tell(options.prepare ? await prepare(options) : await rehearse(options), options);
    });
}

async function prepare({ kubernetes }: RehearseOptions) {
  const { prepareCluster } = await import('../../rehearsal/cluster/open-cluster');
  const kubernetesMinor = kubernetes ?? loadEnvironment('rehearsal').cluster.kubernetesVersion;
  const programs = await prepareCluster({ kubernetesMinor }, progress);
  return {
    text: ['All programs are there:', ...programs].join('\n  '),
    data: { programs },
    foundSomething: false,
  };
}

async function rehearse(options: RehearseOptions) {
  const { context, apply } = options;
  const kubernetesMinor = options.kubernetes ?? loadEnvironment('rehearsal').cluster.kubernetesVersion;
  const isContext = options.cluster === 'context' || context !== undefined;
  if (isContext && context === undefined) {
    throw new InputError('--context', [
      { field: 'name', got: 'nothing', allowed: 'a context of your kubeconfig' },
    ]);
  }
  const request =
    context === undefined
      ? ({ cluster: 'fake', kubernetesMinor, apply } as const)
      : ({ cluster: 'context', kubernetesMinor, context, apply } as const);
  const { rehearsalSubject } = await import('../rehearsal-subject');
  const { rehearse: run } = await import('../../rehearsal/rehearse');
  const { reportText } = await import('../../rehearsal/report');
  const folder = mkdtempSync(join(tmpdir(), 'rehearsed-assemblies-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const report = await run(request, rehearsalSubject(folder), progress);
  return {
    text: reportText(report),
    data: report,
    foundSomething: report.rows.some(({ outcome }) => outcome === 'failed'),
  };
}
