/** One thing wrong with the input: where, what was got, what is allowed. */
export interface Fault {
  readonly field: string;
  readonly got: string;
  readonly allowed: string;
}

/** Input that a person can mend. Printed as sentences without a stack trace; the process ends with 2. */
export class InputError extends Error {
  constructor(
    /** What was being read, such as `environments/production.ts`. */
    readonly source: string,
    readonly faults: readonly Fault[],
  ) {
    super(
      faults
        .map((fault) => `${source}: ${fault.field}: got ${fault.got}; allowed: ${fault.allowed}`)
        .join('\n'),
    );
    this.name = 'InputError';
  }
}
