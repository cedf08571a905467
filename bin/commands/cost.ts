import { writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { InputError } from '../../config/errors';
import { loadEnvironment } from '../../config/load';
import type { Environment } from '../../config/schema';
import { assemblyFor } from '../assembly-for';
import { type CommandOptions, tell } from './outcome';

interface CostOptions extends CommandOptions {
  readonly assembly?: string;
  readonly usage?: string;
  readonly customers?: readonly number[];
  readonly allLines: boolean;
  readonly chart?: string;
  readonly prometheus?: string;
  readonly rules?: string;
}

/** `platform cost`: what an environment costs a month, and a customer with it. */
export function addCost(program: Command): void {
  const cost = program
    .command('cost')
    .description('what the environment costs a month: floor, typical, ceiling, by line and by customers')
    .option('--assembly <folder>', 'a folder of synthesized templates; without it, cdk.out is written anew')
    .option('--usage <file>', 'JSON of what is known of a month, or metered usage; the rest is assumed')
    .option('--customers <numbers>', 'numbers of customers, such as 10,50,100', customerNumbers)
    .option('--all-lines', 'also show lines under a dollar', false)
    .option('--chart <file>', 'write cost by customers as SVG')
    .option('--prometheus <file>', "write the figures in Prometheus's text format")
    .option(
      '--rules <file>',
      'write the figures as the ConfigMap of rules from which the dashboards have them',
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<CostOptions>();
      const environment = loadEnvironment(options.environment);
      // Read before the synthesis: a fault in the file should not wait for it.
      const { assumedUsageOf, costReport } = await import('../../ops/cost/report/cost-report');
      const { readUsageFile } = await import('../../ops/cost/usage/read-usage-file');
      const { openPriceBook } = await import('../../ops/cost/prices/open-price-book');
      const { costedResources } = await import('../../ops/cost/assembly/costed-stacks');
      const { defaultCustomers } = await import('../../ops/cost/customers/plans');
      const { costJson } = await import('../../ops/cost/report/cost-json');
      const { costText } = await import('../../ops/cost/report/cost-text');
      const assumed = assumedUsageOf(environment);
      const usage = options.usage === undefined ? assumed : readUsageFile(options.usage, assumed);
      const assembly = await assemblyOf(environment, options);
      const { environmentCharts } = await import('../environment-charts');
      const report = costReport(
        environment,
        {
          resources: assembly === null ? [] : costedResources(assembly),
          objects: environmentCharts(environment).flatMap(({ objects }) => objects),
        },
        usage,
        options.customers ?? defaultCustomers,
        openPriceBook(),
      );
      if (options.chart !== undefined) {
        const { customerChart } = await import('../../ops/cost/report/customer-chart');
        writeOutput(options.chart, customerChart(environment.name, report.customers));
      }
      if (options.prometheus !== undefined) {
        const { prometheusText } = await import('../../ops/cost/report/prometheus-text');
        writeOutput(options.prometheus, prometheusText(report, environment));
      }
      if (options.rules !== undefined) {
        const { costRules } = await import('../../ops/cost/report/cost-rules');
        writeOutput(options.rules, costRules(report, environment));
      }
      tell(
        {
          text: costText(report, { everyLine: options.allLines }),
          data: costJson(report),
          foundSomething: report.findings.length > 0,
        },
        options,
      );
    });

  cost
    .command('refresh-prices')
    .description("read the price book's rows anew from AWS's public price list (needs a network)")
    .action(async (_, command: Command) => {
      const { refreshPriceBook } = await import('../../ops/cost/prices/refresh-price-book');
      tell(await refreshPriceBook(), command.optsWithGlobals<CommandOptions>());
    });
}

/** The folder of templates; null where the environment has none. */
async function assemblyOf(environment: Environment, { assembly }: CostOptions): Promise<string | null> {
  if (environment.deploysTo !== 'aws') return null;
  return assemblyFor(environment, assembly);
}

function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError('output', [
      { field: file, got: String(code), allowed: 'a file that can be written' },
    ]);
  }
}

function customerNumbers(text: string): readonly number[] {
  const numbers = text.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= 1_000_000))
    return numbers;
  throw new InvalidArgumentError('Allowed: whole numbers from 1 to 1000000 with commas between them.');
}
