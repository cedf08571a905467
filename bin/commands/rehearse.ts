import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { InputError } from '../../config/errors';
import { loadEnvironment } from '../../config/load';
import { type CommandOptions, tell } from './outcome';

interface RehearseOptions extends CommandOptions {
  readonly cluster: 'fake' | 'nodes' | 'context';
  readonly context?: string;
  readonly kubernetes?: string;
  readonly apply: boolean;
  readonly prepare: boolean;
  readonly only: readonly string[];
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
        'fake: made-up nodes, no privileges; nodes: real containers, Linux and root; context: acceptance on a cluster of yours',
      )
        .choices(['fake', 'nodes', 'context'])
        .default('fake'),
    )
    .option('--context <name>', 'a context of your kubeconfig; means --cluster context')
    .option('--kubernetes <minor>', "such as 1.37; without it, the environments' own")
    .option(
      '--apply',
      'with a context: make missing namespaces and definitions, and remove them again',
      false,
    )
    .option(
      '--only <words...>',
      'only the scenarios with one of these in their names, after the roll-out; no acceptance, no deploys',
      [],
    )
    .option('--prepare', 'only build what is needed, one program after the other', false)
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<RehearseOptions>();
      const { endOnInterrupt } = await import('../../rehearsal/interrupts');
      const forget = endOnInterrupt();
      if (options.prepare) return tell(await prepare(options), options);
      if (options.cluster !== 'nodes') return tell(await rehearse(options), options);
      const { isInOwnNamespaces, repeatInOwnNamespaces } =
        await import('../../rehearsal/nodes/own-namespaces');
      if (isInOwnNamespaces()) return tell(await rehearse(options), options);
      const { chosenScenarios } = await import('../../rehearsal/scenarios/all-scenarios');
      chosenScenarios('real', options.only);
      // There is no way out of the namespaces: what has to be fetched is fetched before.
      await prepare(options);
      forget();
      process.exitCode = await repeatInOwnNamespaces();
    });
}

async function prepare({ cluster, kubernetes }: RehearseOptions) {
  const { prepareCluster } = await import('../../rehearsal/cluster/open-cluster');
  const kubernetesMinor = kubernetes ?? loadEnvironment('rehearsal').cluster.kubernetesVersion;
  const programs = await prepareCluster({ cluster, kubernetesMinor }, progress);
  return {
    text: ['All programs are there:', ...programs].join('\n  '),
    data: { programs },
    foundSomething: false,
  };
}

async function rehearse(options: RehearseOptions) {
  const { context, apply, only } = options;
  const kubernetesMinor = options.kubernetes ?? loadEnvironment('rehearsal').cluster.kubernetesVersion;
  const isContext = options.cluster === 'context' || context !== undefined;
  if (isContext && context === undefined) {
    throw new InputError('--context', [
      { field: 'name', got: 'nothing', allowed: 'a context of your kubeconfig' },
    ]);
  }
  const request =
    context === undefined
      ? ({ cluster: options.cluster === 'nodes' ? 'nodes' : 'fake', kubernetesMinor, apply, only } as const)
      : ({ cluster: 'context', kubernetesMinor, context, apply, only } as const);
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
