import { synthesizeAll } from '../test/support/synthesize-all';
import type { Check, CheckResult } from './check';

/** What several checks came to. */
export interface Tally {
  readonly passed: number;
  /** One sentence each, with the check's name before it. */
  readonly failures: readonly string[];
  readonly skipped: number;
}

export const sumOf = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
  failures: tallies.flatMap(({ failures }) => failures),
  skipped: tallies.reduce((sum, { skipped }) => sum + skipped, 0),
});

export const countsOf = ({ passed, failures, skipped }: Tally): string =>
  `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** Runs checks one after the other, and prints what each found. */
export async function runChecks(checks: readonly Check[], isAskedFor: boolean): Promise<Tally> {
  let folder: Promise<string> | undefined;
  const synthesized = (): Promise<string> => {
    if (!folder) process.stdout.write('  synthesizing every environment\n');
    return (folder ??= synthesizeAll(Infinity));
  };
  const tallies: Tally[] = [];
  for (const { name, run } of checks) {
    process.stdout.write(`${name}\n`);
    const started = Date.now();
    const result = await run({ synthesized, isAskedFor }).catch(notRun);
    tallies.push(printed(name, result, Math.round((Date.now() - started) / 1000)));
  }
  return sumOf(tallies);
}

/** A check that cannot run has failed. */
const notRun = (error: Error): CheckResult => ({ passed: 0, failures: [error.message] });

function printed(name: string, result: CheckResult, seconds: number): Tally {
  const { passed, failures, skipped = [], notes = [] } = result;
  const tally = {
    passed,
    failures: failures.map((failure) => `${name}: ${failure}`),
    skipped: skipped.length,
  };
  const lines = [
    ...notes.map((note) => `  note: ${note}`),
    ...repeated(skipped).map((reason) => `  skipped ${reason}`),
    ...failures.map((failure) => `  FAILED ${failure}`),
    `  ${countsOf(tally)}, ${seconds} s`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return tally;
}

/** What several things have in common is said once, with how many they are. */
function repeated(sentences: readonly string[]): readonly string[] {
  return [...new Set(sentences)].map((sentence) => {
    const times = sentences.filter((other) => other === sentence).length;
    return times > 1 ? `${times}: ${sentence}` : sentence;
  });
}
