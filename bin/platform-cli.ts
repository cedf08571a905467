import { CommanderError } from 'commander';
import { platformProgram } from './platform-program';
import { reportInputErrors } from './report-input-errors';

void reportInputErrors(async () => {
  try {
    await platformProgram().parseAsync();
  } catch (error) {
    // commander has told what is wrong; its own exit code for that is 1.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
});
