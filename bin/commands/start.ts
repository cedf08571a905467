import { join } from 'node:path';
import type { Command } from 'commander';
import { loadEnvironment } from '../../config/load';
import { type CommandOptions, tell } from './outcome';

interface StartOptions extends CommandOptions {
  readonly folder: string;
}

/** `npm start`: an environment synthesized, rendered, checked and told about, without an account. */
export function addStart(program: Command): void {
  program
    .command('start')
    .description('synthesize to cdk.out, render to rendered, check both and say what to type next')
    .option('--folder <folder>', 'where cdk.out and rendered are written', join(__dirname, '../..'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<StartOptions>();
      const environment = loadEnvironment(options.environment);
      process.stderr.write(`Synthesizing ${environment.name}, without an AWS account …\n`);
      // Loaded only now: the CDK takes a second, which --help and a wrong option need not wait for.
      const { environmentCharts } = await import('../environment-charts');
      const { synthesize } = await import('../synthesize');
      const { platformReport } = await import('../../ops/report/platform-report');
      const { reportText } = await import('../../ops/report/report-text');
      const { writeCharts } = await import('../../ops/render/chart-folder');
      const charts = environmentCharts(environment);
      const assembly = environment.deploysTo === 'aws' ? join(options.folder, 'cdk.out') : null;
      if (assembly !== null) synthesize(environment, assembly);
      writeCharts(join(options.folder, 'rendered'), charts);
      const report = platformReport(environment, assembly, charts);
      const folders = [...(assembly === null ? [] : ['cdk.out']), 'rendered'];
      const foundSomething = report.findings.length > 0;
      tell({ text: reportText(report, folders), data: { ...report, folders }, foundSomething }, options);
    });
}
