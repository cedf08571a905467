import { Command, InvalidArgumentError } from 'commander';
import { stopAll } from '../../servers/command';
import { testIsolation } from './test-isolation';

const count = (text: string): number => {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1 to 9999999.');
  return Number(text);
};

/** `npm run -s test:isolation -- --attacks N --json` */
new Command('test:isolation')
  .description(
    'attacks the isolation of tenants through real servers; exit code 0: nothing leaked and every planted fault was caught',
  )
  .option('--attacks <count>', 'how many attacks to make', count, 5000)
  .option('--tenants <count>', 'how many tenants there are', count, 200)
  .option('--seed <number>', 'the same seed makes the same attacks', count, 20261124)
  .option('--json', 'print one JSON object for programs', false)
  .action(async ({ attacks, tenants, seed, json }) => {
    const report = await testIsolation({
      attacks,
      tenants,
      seed,
      onProgress: (what) => process.stderr.write(`${what}\n`),
    });
    const { leaks, planted, byKind, firstLeaks } = report;
    const lines = [
      `${report.attacks} attacks, ${leaks} leaks; ${report.sawOwn} saw their own data`,
      ...Object.entries(byKind).map(([kind, number]) => `  ${kind}: ${number}`),
      ...firstLeaks.map((leak) => `  LEAK ${leak}`),
      ...planted.map(({ fault, caught }) => `planted fault ${caught ? 'caught' : 'NOT CAUGHT'}: ${fault}`),
    ];
    process.stdout.write(`${json ? JSON.stringify(report) : lines.join('\n')}\n`);
    process.exitCode = leaks === 0 && planted.every(({ caught }) => caught) ? 0 : 1;
  })
  .parseAsync()
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  })
  .finally(stopAll);
