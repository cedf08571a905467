import type { Command } from 'commander';
import { loadEnvironment } from '../../config/load';
import { type CommandOptions, tell } from './outcome';

interface RenderOptions extends CommandOptions {
  readonly out: string;
  readonly inputs?: string;
}

/** `platform render`: the charts as YAML, one file each. */
export function addRender(program: Command): void {
  program
    .command('render')
    .description('write the charts as YAML, one file each, numbered in the order in which they are applied')
    .option('--out <folder>', 'a new or empty folder, or one that this command wrote before', 'rendered')
    .option('--inputs <file>', 'JSON or YAML of the output ClusterInputs; without it, names under .invalid')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<RenderOptions>();
      const environment = loadEnvironment(options.environment);
      // Loaded only now: charts bring cdk8s, which other commands and --help need not wait for.
      const { environmentCharts } = await import('../environment-charts');
      const { readDeployedInputs } = await import('../../ops/render/deployed-inputs');
      const { writeCharts } = await import('../../ops/render/chart-folder');
      const inputs = options.inputs === undefined ? undefined : readDeployedInputs(options.inputs);
      const files = writeCharts(options.out, environmentCharts(environment, inputs));
      tell(
        {
          text: [`${environment.name}: ${files.length} charts in ${options.out}`, ...files].join('\n  '),
          data: { environment: environment.name, folder: options.out, files },
          foundSomething: false,
        },
        options,
      );
    });
}
