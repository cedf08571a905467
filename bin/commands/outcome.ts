/** Options of every command. */
export interface CommandOptions {
  readonly environment: string;
  readonly json: boolean;
}

/** What a command found: for people, for programs, and whether somebody has to look at it. */
export interface Outcome {
  readonly text: string;
  readonly data: object;
  readonly foundSomething: boolean;
}

/** Prints an outcome; exit code 1 says that something was found. */
export function tell(outcome: Outcome, { json }: CommandOptions): void {
  process.stdout.write(`${json ? JSON.stringify(outcome.data, null, 2) : outcome.text}\n`);
  process.exitCode = outcome.foundSomething ? 1 : 0;
}
