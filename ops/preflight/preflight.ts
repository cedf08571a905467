import { allChecks } from './all-checks';
import { listenedTo } from './aws/calls';
import { bounded } from './bounded';
import type { Check, Finding } from './check';
import { type CheckResult, judgedCheck, type Unanswered, unansweredOf } from './check-result';
import { callerOf } from './checks/credentials';
import { NotAsked } from './not-asked';
import type { Subject } from './subject';

export interface PreflightResult {
  readonly environment: string;
  readonly region: string;
  /** null: AWS did not say, so nothing else was asked. */
  readonly account: string | null;
  readonly findings: readonly Finding[];
  /** Not empty: the answer is not complete, whatever the findings are. */
  readonly unanswered: readonly Unanswered[];
  readonly checks: readonly CheckResult[];
}

/** Kind to services that throttle, and still a few seconds for all checks. */
const questionsAtOneTime = 8;

export interface PreflightOptions {
  readonly checks?: readonly Check[];
  /** Told after each check. */
  readonly onProgress?: (done: number, of: number, name: string) => void;
}

/** Asks all checks. The credentials come first: without them nothing else is asked, and the one reason is told once. */
export async function preflight(
  subject: Omit<Subject, 'account'>,
  { checks = allChecks, onProgress = () => undefined }: PreflightOptions = {},
): Promise<PreflightResult> {
  const where = { environment: subject.environment.name, region: subject.region };
  const caller = await answerOf(() => callerOf(subject.aws, subject.region));
  if (caller instanceof NotAsked) {
    const unanswered = [{ checks: ['credentials'], what: caller.message, command: caller.command }];
    return { ...where, account: null, findings: [], unanswered, checks: [] };
  }
  const judged = await asked(checks, { ...subject, account: caller.account }, onProgress);
  return {
    ...where,
    account: caller.account,
    findings: judged.flatMap(({ findings }) => findings),
    unanswered: unansweredOf(judged),
    checks: judged.map(({ name, outcome, notes, called }) => ({ name, outcome, notes, called })),
  };
}

async function asked(
  checks: readonly Check[],
  subject: Subject,
  onProgress: NonNullable<PreflightOptions['onProgress']>,
) {
  const open = checks.map(({ name, questions }) => ({
    name,
    questions: questions(subject),
    calls: new Set<string>(),
  }));
  let done = open.filter(({ questions }) => questions.length === 0).length;
  const tasks = open.flatMap(({ name, questions, calls }) => {
    let left = questions.length;
    return questions.map((question) => async () => {
      const answer = await listenedTo(calls, () => answerOf(question));
      if (--left === 0) onProgress(++done, checks.length, name);
      return { name, answer };
    });
  });
  const answers = await bounded(tasks, questionsAtOneTime);
  return open.map(({ name, calls }) => {
    const own = answers.filter((one) => one.name === name).map(({ answer }) => answer);
    return { ...judgedCheck(name, own), called: [...calls].sort() };
  });
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
