/** What a check found. */
export interface CheckResult {
  /** How many things were looked at and are right. */
  readonly passed: number;
  /** One sentence for each that is not. */
  readonly failures: readonly string[];
  /** One sentence for each thing that this machine cannot run, with the reason; what it could run is never skipped. */
  readonly skipped?: readonly string[];
  /** What a reader should know of a check that passed, such as what it could not look at. */
  readonly notes?: readonly string[];
}

export interface Check {
  readonly name: string;
  /**
   * Assembly folders and rendered charts of all environments lie in `synthesized`. What would take long to build may be
   * skipped unless the check is asked for by its name.
   */
  readonly run: (synthesized: string, isAskedFor: boolean) => Promise<CheckResult>;
}
