import { Command, InvalidArgumentError } from 'commander';
import { isAsExpected, measureDurability } from './measure-durability';

const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('A whole number from 1 up.');
  return number;
};

/** Prints what became of the acknowledged tasks in each scenario; exit 1 when one was lost, or doubled, or a planted fault stayed unseen. */
async function main(tasks: number): Promise<void> {
  const results = await measureDurability(tasks, (fault) => process.stderr.write(`${fault} …\n`));
  process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  if (!results.every(isAsExpected)) process.exitCode = 1;
}

void new Command('durability')
  .description('Kills workers, the cache and the database under load, and counts what became of the tasks.')
  .option('--tasks <number>', 'tasks in each scenario', wholeNumber, 1000)
  .action(({ tasks }: { tasks: number }) => main(tasks))
  .parseAsync();
