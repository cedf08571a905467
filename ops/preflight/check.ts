import type { Subject } from './subject';

/** `fails`: the deploy stops, or leaves customers or their data unsafe. `warns`: it goes through, and somebody should look. */
export type Severity = 'fails' | 'warns';

/** One thing that stands in the way of a deploy. */
export interface Fault {
  readonly severity: Severity;
  readonly what: string;
  /** Why the deploy would fail, or what happens after it. */
  readonly why: string;
  /** What a person types to mend it. */
  readonly command: string;
}

export interface Finding extends Fault {
  readonly check: string;
}

/** Why there is nothing to ask, such as a database that no deploy has made yet. It counts as passed, and is told. */
export interface NothingToAsk {
  readonly nothingToAsk: string;
}

/** No fault: empty. */
export type Answer = readonly Fault[] | NothingToAsk;

/** Asks one thing and judges the answer. @throws NotAsked when nobody answers. */
export type Question = () => Promise<Answer>;

/** What is looked at before a deploy. */
export interface Check {
  readonly name: string;
  /** Independent of one another: one that is not answered keeps no other from its answer. None: nothing to ask. */
  readonly questions: (subject: Subject) => readonly Question[];
}
