import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child-process';
import type { Acknowledgement, ChildSettings } from './child-settings';
import { type DurabilityPlatform, slugs } from './durability-platform';

/** What goes wrong while tasks are accepted and performed. The last two are planted: they must be found. */
export const faults = [
  'worker-killed',
  'cache-emptied',
  'cache-failed-over',
  'database-crashed',
  'planted: effects outside the transaction',
  'planted: no outbox',
] as const;
export type Fault = (typeof faults)[number];

export interface ScenarioResult {
  readonly scenario: Fault;
  /** Tasks that the platform said it had taken. */
  readonly acknowledged: number;
  /** Of these, the ones that had an effect. */
  readonly completed: number;
  readonly lost: number;
  /** Tasks with more than one effect. */
  readonly doubled: number;
  /** From the fault to the last effect. */
  readonly recoveredSeconds: number;
}

const performers = 2;
const patienceSeconds = 60;

/** Lets `tasks` be accepted and performed by real processes, and the fault happen in the middle of it. */
export async function runScenario(
  platform: DurabilityPlatform,
  scenario: Fault,
  tasks: number,
): Promise<ScenarioResult> {
  const settings: ChildSettings = {
    databaseUrl: platform.platform.applicationUrl,
    redisUrl: platform.redisUrl,
    tenants: slugs.map((slug) => platform.platform.tenant(slug)),
    scenario,
    tasks,
    effectsOutside: scenario === 'planted: effects outside the transaction',
  };
  const cause = await preparedFault(platform, scenario, settings);
  const workers = await Promise.all(Array.from({ length: performers }, () => Child.performer(settings)));
  const acknowledged = new Set<string>();
  const producer = Child.start('producer', settings, (line) =>
    acknowledged.add((JSON.parse(line) as Acknowledgement).taskId),
  );
  try {
    while (acknowledged.size < tasks / 2) await sleep(10);
    const faultAt = Date.now();
    await cause(workers);
    await producer.end();
    const deadline = Date.now() + patienceSeconds * 1000;
    while ((await platform.unfinishedTasks()) > 0 && Date.now() < deadline) await sleep(50);
    const recoveredSeconds = (Date.now() - faultAt) / 1000;
    const effects = await platform.effects();
    const counts = [...acknowledged].map((taskId) => effects.get(taskId) ?? 0);
    return {
      scenario,
      acknowledged: counts.length,
      completed: counts.filter((count) => count > 0).length,
      lost: counts.filter((count) => count === 0).length,
      doubled: counts.filter((count) => count > 1).length,
      recoveredSeconds,
    };
  } finally {
    await Promise.all([...workers, producer].map((child) => child.kill().catch(() => {})));
  }
}

/** Makes what the fault needs before there is load, and answers what causes it. */
async function preparedFault(
  platform: DurabilityPlatform,
  fault: Fault,
  settings: ChildSettings,
): Promise<(workers: Child[]) => Promise<void>> {
  switch (fault) {
    case 'worker-killed':
    case 'planted: effects outside the transaction':
      return async (workers) => {
        // One after the other, so that at no time nobody works.
        for (let index = 0; index < performers; index++) {
          await workers[index]?.kill();
          workers[index] = await Child.performer(settings);
        }
      };
    case 'cache-emptied':
      return () => platform.emptyCache();
    case 'cache-failed-over': {
      const replica = await platform.startReplica();
      return () => platform.failOverCache(replica);
    }
    case 'database-crashed':
      return () => platform.crashDatabase();
    case 'planted: no outbox':
      return async () => {
        await platform.forgetOutbox();
        await platform.emptyCache();
      };
  }
}
