import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { stopAll } from '../../servers/command';
import { formatted } from '../formatted';
import { dashboardsSection } from './dashboards-section';
import { pagesSection } from './pages-section';
import { monitoringSection } from './monitoring-section';
import { rehearsalSection } from './rehearsal-section';
import { reviewSection } from './review-section';
import { synthesisSection } from './synthesis-section';
import { tenancySection } from './tenancy-section';

const reportPath = join(__dirname, '../../docs/benchmarks.md');
const sections = {
  synthesis: synthesisSection,
  review: reviewSection,
  tenancy: tenancySection,
  rehearsal: rehearsalSection,
  dashboards: dashboardsSection,
  pages: pagesSection,
  monitoring: monitoringSection,
} as const;
type Section = keyof typeof sections;

/** Measures sections of docs/benchmarks.md and writes each between its two marks, as soon as it is there. */
async function benchmark(wanted: readonly Section[]): Promise<void> {
  for (const name of wanted) {
    process.stdout.write(`${name}\n`);
    const text = `${dateAndMachine()}\n\n${await sections[name]()}`;
    const report = readFileSync(reportPath, 'utf8').replace(
      new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`),
      () => `<!-- ${name} -->\n\n${text}\n<!-- /${name} -->`,
    );
    writeFileSync(reportPath, await formatted(reportPath, report));
    process.stdout.write(`${text}\n`);
  }
}

const dateAndMachine = (): string =>
  `Measured on ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}.`;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopAll();
    process.exit(130);
  });
}

const names = Object.keys(sections) as Section[];
new Command('benchmark')
  .description('measures docs/benchmarks.md anew')
  .addArgument(new Argument('[sections...]', 'which; all by default').choices(names))
  .action((wanted: Section[]) => benchmark(wanted.length > 0 ? wanted : names))
  .parseAsync()
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  })
  .finally(() => process.exit());
