import type { RehearsalReport } from '../../rehearsal/report';
import type { CheckResult } from '../check';

/**
 * What a run on real nodes came to, of the scenarios that it was to play. This machine can run them: one that was left out
 * or skipped is a failure.
 * @param wanted their names.
 */
export function judgeNodes(wanted: readonly string[], { rows }: Pick<RehearsalReport, 'rows'>): CheckResult {
  const played = new Set(rows.map(({ name }) => name));
  const passed = rows.filter(({ outcome }) => outcome === 'passed');
  return {
    passed: passed.length,
    failures: [
      ...rows.flatMap(({ name, outcome, figure, faults }) => {
        if (outcome === 'failed') return [`${name}: ${[figure, ...faults].join('; ')}`];
        return outcome === 'skipped' ? [`${name}: skipped on a machine that can run it: ${figure}`] : [];
      }),
      ...wanted.filter((name) => !played.has(name)).map((name) => `${name}: not played`),
    ],
    notes: passed.map(({ name, figure }) => `${name}: ${figure}`),
  };
}
