import { DurabilityPlatform } from './durability-platform';
import { faults, runScenario, type ScenarioResult } from './scenarios';

/** Whether a scenario came out as it should: nothing lost or doubled, and a planted fault seen. */
export const isAsExpected = ({ scenario, lost, doubled }: ScenarioResult): boolean =>
  lost + doubled > 0 === scenario.startsWith('planted');

/** Runs every scenario with so many tasks each. */
export async function measureDurability(
  tasks: number,
  onProgress: (what: string) => void,
): Promise<readonly ScenarioResult[]> {
  const platform = await DurabilityPlatform.start();
  const results: ScenarioResult[] = [];
  try {
    for (const fault of faults) {
      onProgress(fault);
      results.push(await runScenario(platform, fault, tasks));
    }
  } finally {
    await platform.stop();
  }
  return results;
}

/** As rows of docs/benchmarks.md. */
export const durabilityRows = (
  results: readonly ScenarioResult[],
): readonly (readonly [string, string, string])[] =>
  results.map((result) => [
    `tasks under load, ${result.scenario}: ${result.acknowledged} acknowledged; lost, and with two effects`,
    `${result.lost}, and ${result.doubled}`,
    result.scenario.startsWith('planted') ? 'seen' : '0, and 0',
  ]);
