import { Command, CommanderError, Option } from 'commander';
import { environments } from '../config/load';
import { addContract } from './commands/contract';
import { addCost } from './commands/cost';
import { addImages } from './commands/images';
import { addPicture } from './commands/picture';
import { addRehearse } from './commands/rehearse';
import { addRender } from './commands/render';
import { addStart } from './commands/start';
import { addTenant } from './commands/tenant';
import { reportInputErrors } from './report-input-errors';

const program = new Command('platform')
  .description(
    'Rehearses, renders and reviews the platform. Exit code 0: fine, 1: found something, 2: could not run.',
  )
  .addOption(
    new Option('--environment <name>', 'which environment')
      .choices(Object.keys(environments))
      .default('production'),
  )
  .option('--json', 'print one JSON object for programs', false)
  .showHelpAfterError('Type npx platform --help for all commands, or npx platform help COMMAND.')
  .exitOverride();

addStart(program);
addRehearse(program);
addRender(program);
addImages(program);
addPicture(program);
addCost(program);
addContract(program);
addTenant(program);

void reportInputErrors(async () => {
  try {
    await program.parseAsync();
  } catch (error) {
    // commander has told what is wrong; its own exit code for that is 1.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
});
