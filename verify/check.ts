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

export interface CheckContext {
  /** The folder of the assemblies and the rendered charts of all environments, which are made at the first call. */
  readonly synthesized: () => Promise<string>;
  /** Whether it was asked for by its name: else what would take long to build may be skipped. */
  readonly isAskedFor: boolean;
}

export interface Check {
  readonly name: string;
  readonly run: (context: CheckContext) => Promise<CheckResult>;
}
