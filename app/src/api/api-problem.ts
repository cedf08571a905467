interface Fault {
  /** Place in the request, such as `/body/name`. */
  readonly path: string;
  readonly message: string;
}

/** A refusal that is part of an operation's description. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    /** For programs: lower-case letters and hyphens. */
    readonly code: string,
    /** For people: one sentence that says what to do. */
    message: string,
    /** All that does not fit in the request. */
    readonly faults?: readonly Fault[],
  ) {
    super(message);
    this.name = 'ApiProblem';
  }
}

export const notFound = (what: string): ApiProblem =>
  new ApiProblem(404, 'not-found', `There is no such ${what}.`);
