/** A question that nobody answered: one sentence why, and what a person can type. */
export class NotAsked extends Error {
  constructor(
    message: string,
    readonly command: string,
    /** The error's own name, such as `AccessDeniedException`. */
    readonly errorName: string,
  ) {
    super(message);
    this.name = 'NotAsked';
  }
}

/** The answer, or null where the thing that was asked for does not exist: the names are those of AWS's errors. */
export async function orNull<T>(answer: Promise<T>, ...missing: readonly string[]): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NotAsked && missing.includes(error.errorName)) return null;
    throw error;
  }
}
