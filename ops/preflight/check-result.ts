import type { Answer, Finding } from './check';
import { NotAsked } from './not-asked';

/** `not answered`: at least one of its questions, and no other has found anything. */
export type CheckOutcome = 'passed' | 'found' | 'not answered';

export interface CheckResult {
  readonly name: string;
  readonly outcome: CheckOutcome;
  /** Why there was nothing to ask, one sentence each. */
  readonly notes: readonly string[];
  /** Operations of AWS that it called, by IAM's name of them. */
  readonly called: readonly string[];
}

/** A question without an answer: nobody knows whether the deploy would fail there. */
export interface Unanswered {
  /** Checks that needed the answer. */
  readonly checks: readonly string[];
  /** One sentence. */
  readonly what: string;
  readonly command: string;
}

export interface JudgedCheck extends Omit<CheckResult, 'called'> {
  readonly findings: readonly Finding[];
  readonly open: readonly NotAsked[];
}

/** What the answers to a check's questions say together. A question that nobody answers is never taken for a good answer. */
export function judgedCheck(name: string, answers: readonly (Answer | NotAsked)[]): JudgedCheck {
  const findings = answers.flatMap((answer) =>
    answer instanceof NotAsked || 'nothingToAsk' in answer
      ? []
      : answer.map((fault) => ({ check: name, ...fault })),
  );
  const open = answers.filter((answer) => answer instanceof NotAsked);
  const notes = answers.flatMap((answer) => ('nothingToAsk' in answer ? [answer.nothingToAsk] : []));
  return {
    name,
    outcome: findings.length > 0 ? 'found' : open.length > 0 ? 'not answered' : 'passed',
    notes: [...new Set(answers.length === 0 ? ['the environment has nothing of the kind'] : notes)],
    findings,
    open,
  };
}

/** A call that several checks need fails for all of them, with one reason. */
export function unansweredOf(checks: readonly JudgedCheck[]): Unanswered[] {
  const reasons = new Map<string, Unanswered>();
  for (const { name, open } of checks) {
    for (const { message: what, command } of open) {
      const known = reasons.get(what)?.checks ?? [];
      reasons.set(what, { checks: [...new Set([...known, name])], what, command });
    }
  }
  return [...reasons.values()];
}
