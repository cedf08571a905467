import { Command, Option } from 'commander';
import { environments } from '../config/load';
import { addCalendar } from './commands/calendar';
import { addContract } from './commands/contract';
import { addCost } from './commands/cost';
import { addImages } from './commands/images';
import { addPicture } from './commands/picture';
import { addPreflight } from './commands/preflight';
import { addRehearse } from './commands/rehearse';
import { addRender } from './commands/render';
import { addReview } from './commands/review';
import { addStart } from './commands/start';
import { addTenant } from './commands/tenant';

/** The operator's command with all that it takes, not yet given anything to parse. */
export function platformProgram(): Command {
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
  addRender(program);
  addImages(program);
  addPicture(program);
  addReview(program);
  addCost(program);
  addPreflight(program);
  addCalendar(program);
  addRehearse(program);
  addContract(program);
  addTenant(program);
  return program;
}
