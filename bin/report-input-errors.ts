import { InputError } from '../config/errors';

/** Runs an entry point; wrong input ends it with its sentences on stderr and exit code 2, without a stack trace. */
export function reportInputErrors(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
