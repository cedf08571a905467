import { InputError } from '../config/errors';

/**
 * Runs an entry point. Wrong input ends it with its sentences and exit code 2, without a stack trace; so does any
 * other error, with its trace. `exit`, because a CDK app that was made would otherwise still synthesize itself.
 */
export async function reportInputErrors(run: () => void | Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const { message, stack } = error as Error;
    process.stderr.write(`${error instanceof InputError ? message : stack}\n`);
    process.exit(2);
  }
}
