import { cpus } from 'node:os';
import { bounded } from '../../ops/preflight/bounded';

/** A checker of Prometheus's, and a folder for the files that it reads. */
export interface Tool {
  readonly program: string;
  readonly folder: string;
}

export interface Findings {
  /** What was looked at, as a heading. */
  readonly what: string;
  readonly passed: number;
  readonly failures: readonly string[];
}

/** Runs one question a processor; an answer is the fault that was found, or null. */
export async function findings(
  what: string,
  questions: readonly (() => Promise<string | null>)[],
): Promise<Findings> {
  const answers = await bounded(questions, cpus().length);
  const failures = answers.filter((answer) => answer !== null);
  return { what, passed: answers.length - failures.length, failures };
}
