import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { stopAll } from '../servers/command';
import { lanes, onDemand } from './lanes';
import { countsOf, runChecks, type Tally } from './run-checks';
import { runLanes } from './run-lanes';

interface Options {
  readonly lane?: string;
  readonly tally?: string;
}

const program = new Command('verify')
  .description('Checks that need more than Node, or more time: all of them, lane beside lane.')
  .argument('[names...]', 'only checks with one of these in their names, one after the other')
  .addOption(new Option('--lane <name>', 'only this lane').choices(lanes.map(({ name }) => name)))
  .option('--tally <file>', 'writes what the checks came to as JSON, too')
  .action(async (names: readonly string[], { lane, tally }: Options) => {
    const result = await verify(names, lane);
    if (tally) writeFileSync(tally, JSON.stringify(result));
    if (result.failures.length > 0) process.exitCode = 1;
    // Among the lines of so many checks nobody would find them.
    const failures = result.failures.map((failure) => `FAILED ${failure}\n`).join('');
    process.stdout.write(`${failures}${countsOf(result)}\n`);
  });

async function verify(names: readonly string[], lane?: string): Promise<Tally> {
  const ofLane = lanes.filter(({ name }) => lane === undefined || name === lane);
  if (names.length === 0 && lane === undefined) return runLanes(lanes);
  stopWhenInterrupted();
  const inLanes = ofLane.flatMap((one) => one.checks);
  const checks = lane === undefined ? [...inLanes, ...onDemand] : inLanes;
  const chosen = checks.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));
  if (chosen.length === 0) {
    const known = checks.map(({ name }) => name).join('; ');
    throw new Error(`no check is named ${names.join(' ')}; there are: ${known}`);
  }
  return runChecks(chosen, names.length > 0);
}

function stopWhenInterrupted(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopAll();
      process.exit(130);
    });
  }
}

program
  .parseAsync()
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  })
  .finally(stopAll);
