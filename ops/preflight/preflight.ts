import { allChecks } from './all-checks';
import { bounded } from './bounded';
import type { Answer, Check, Finding, Question } from './check';
import { callerOf } from './checks/credentials';
import { NotAsked } from './not-asked';
import type { Subject } from './subject';

export type CheckOutcome = 'passed' | 'found' | 'not asked';

export interface CheckResult {
  readonly name: string;
  /** `found` also where another question of the same check was not answered: that one is a finding of its own. */
  readonly outcome: CheckOutcome;
  /** Why there was nothing to ask, one sentence each. */
  readonly notes: readonly string[];
}

export interface PreflightResult {
  readonly environment: string;
  readonly region: string;
  /** null: AWS did not say. */
  readonly account: string | null;
  readonly findings: readonly Finding[];
  readonly checks: readonly CheckResult[];
}

/** Kind to services that throttle, and still a few seconds for all checks. */
const questionsAtOneTime = 8;

export interface PreflightOptions {
  readonly checks?: readonly Check[];
  /** Told after each check. */
  readonly onProgress?: (done: number, of: number, name: string) => void;
}

/**
 * Asks all checks. The credentials come first: without them no question to AWS is asked, and the one reason is told
 * once. A question that nobody answers is a finding; it is never taken for a good answer.
 */
export async function preflight(
  subject: Omit<Subject, 'account'>,
  { checks = allChecks, onProgress = () => undefined }: PreflightOptions = {},
): Promise<PreflightResult> {
  const caller = await answerOf(() => callerOf(subject.aws, subject.region));
  const account = caller instanceof NotAsked ? null : caller.account;
  const full: Subject = { ...subject, account: account ?? '' };
  const asked = checks.filter(({ asks }) => account !== null || asks !== 'aws');

  const waiting = new Map(asked.map((check) => [check.name, check.questions(full).length]));
  let done = 0;
  const told = (name: string): void => {
    const left = (waiting.get(name) ?? 1) - 1;
    waiting.set(name, left);
    if (left <= 0) onProgress(++done, asked.length, name);
  };
  const tasks = asked.flatMap(({ name, questions }) =>
    questions(full).map((question: Question) => async () => {
      const answer = await answerOf(question);
      told(name);
      return { name, answer };
    }),
  );
  const answers = await bounded(tasks, questionsAtOneTime);

  const results = checks.map((check) =>
    caller instanceof NotAsked && check.asks === 'aws'
      ? {
          findings: check.name === 'credentials' ? [unanswered(check.name, caller)] : [],
          outcome: 'not asked' as const,
        }
      : judged(
          check.name,
          answers.filter(({ name }) => name === check.name).map(({ answer }) => answer),
        ),
  );
  return {
    environment: subject.environment.name,
    region: subject.region,
    account,
    findings: results.flatMap(({ findings }) => findings),
    checks: results.map((result, index) => ({
      name: checks[index]!.name,
      outcome: result.outcome,
      notes: 'notes' in result ? result.notes : [],
    })),
  };
}

/** What nobody foresaw is told as well, instead of hiding the answers of the other checks. */
async function answerOf<T>(question: () => Promise<T>): Promise<T | NotAsked> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof NotAsked) return error;
    const { name, message } = error as Error;
    return new NotAsked(
      `The check itself failed (${name}: ${message.split('\n')[0]}).`,
      'npx platform preflight --json   # and report it',
      name,
    );
  }
}

const unanswered = (check: string, { message, command }: NotAsked): Finding => ({
  check,
  severity: 'warns',
  what: `Not asked: ${message}`,
  why: 'nobody knows whether the deploy would fail here',
  command,
});

function judged(
  check: string,
  answers: readonly (Answer | NotAsked)[],
): Omit<CheckResult, 'name'> & {
  readonly findings: readonly Finding[];
} {
  const faults = answers.flatMap((answer) =>
    answer instanceof NotAsked || 'nothingToAsk' in answer
      ? []
      : answer.map((fault) => ({ check, ...fault })),
  );
  // A call that two questions of a check need fails for both, with one reason.
  const open = new Map(
    answers.filter((answer) => answer instanceof NotAsked).map((answer) => [answer.message, answer]),
  );
  const outcome = faults.length > 0 ? 'found' : open.size > 0 ? 'not asked' : 'passed';
  return {
    findings: [...faults, ...[...open.values()].map((answer) => unanswered(check, answer))],
    outcome,
    notes: [...new Set(answers.flatMap((answer) => ('nothingToAsk' in answer ? [answer.nothingToAsk] : [])))],
  };
}
