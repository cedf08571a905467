import { setTimeout as sleep } from 'node:timers/promises';
import { edgeOf } from '../edge/edge-of';
import { SampleTenant } from '../edge/sample-tenant';
import type { ScenarioResult, Stage } from '../scenario';
import { type AcceptedTask, endedTasks, type KnownTask, SteadyTasks } from '../tenant/tenant-tasks';
import { EntranceRequests } from './entrance-requests';
import type { Traffic } from './steady-requests';
import type { Happening } from './under-requests';

const readsPerSecond = 10;
const tasksPerSecond = 1;
/** As long as a task may take to be accepted. */
const answerSeconds = 10;
/** Without a failure, until what happened is over for a tenant's users. */
const quietSeconds = 8;
/** A killed worker's step and its task begin again within 45 seconds; the rest is for what waits behind them. */
const endSeconds = 180;

/** When what was taken away was there again, in milliseconds since 1970, and how long requests may fail after that. */
export interface Interruption {
  readonly restoredAt: number;
  readonly secondsMax: number;
}

/** What happened while users of a tenant worked; with an interruption, requests may fail until it is over. */
export interface TenantHappening extends Happening {
  readonly interruption?: Interruption;
}

/**
 * Lets something happen while users of a tenant read their tasks and give new ones, through everything from the ingress
 * to the database. No request may fail that is not excused by an interruption, and every accepted task must be done.
 */
export async function underTenantRequests(
  stage: Stage,
  happen: (tenant: SampleTenant) => Promise<TenantHappening>,
): Promise<ScenarioResult> {
  const edge = edgeOf(stage);
  const tenant = await SampleTenant.provision(edge);
  const page = { path: '/v1/tasks?limit=5', headers: { authorization: `Bearer ${tenant.token}` } };
  const reads = new EntranceRequests(edge.entrance, {
    requestsPerSecond: readsPerSecond,
    answerSeconds,
    page,
  });
  const tasks = new SteadyTasks(edge, tenant, tasksPerSecond);
  const happening = await happen(tenant).catch(({ message }: Error): TenantHappening => ({
    figure: 'broke off',
    figures: {},
    faults: [message],
  }));
  const lastFailure = (): number => Math.max(reads.outage?.to ?? 0, tasks.outage?.to ?? 0);
  const patience = (happening.interruption?.secondsMax ?? 0) + 2 * quietSeconds;
  const deadline = Date.now() + patience * 1000;
  const since = Date.now();
  while (Date.now() - Math.max(lastFailure(), since) < quietSeconds * 1000 && Date.now() < deadline) {
    await sleep(500);
  }
  const traffic = { reads: await reads.stop(), tasks: await tasks.stop() };
  const { accepted } = tasks;
  const known = await endedTasks(edge, tenant, accepted, endSeconds);
  return judgeTenantTraffic({ ...traffic, accepted, known, happening });
}

export interface TenantTraffic {
  readonly reads: Traffic;
  readonly tasks: Traffic;
  readonly accepted: readonly AcceptedTask[];
  /** The tenant's tasks in the end, by their ids. */
  readonly known: ReadonlyMap<string, KnownTask>;
  readonly happening: TenantHappening;
}

export function judgeTenantTraffic(traffic: TenantTraffic): ScenarioResult {
  const { reads, tasks, accepted, known, happening } = traffic;
  const { interruption } = happening;
  const sent = reads.sent + tasks.sent;
  const failed = reads.failed + tasks.failed;
  const reasons = [...reads.reasons, ...tasks.reasons];
  const lost = accepted.filter(({ id }) => !known.has(id)).length;
  const unfinished = accepted.filter(({ id }) => known.has(id) && known.get(id)?.state !== 'done');
  const outages = [reads.outage, tasks.outage].filter((outage) => outage !== null);
  const from = Math.min(...outages.map((outage) => outage.from));
  const to = Math.max(...outages.map((outage) => outage.to));
  const outageSeconds = outages.length > 0 ? (to - from) / 1000 : 0;
  const secondsAfter =
    interruption && outages.length > 0 ? Math.max(0, (to - interruption.restoredAt) / 1000) : 0;
  const allowance = interruption
    ? `for ${outageSeconds.toFixed(0)} s, ${secondsAfter.toFixed(0)} of them after it was there again (at most ${interruption.secondsMax})`
    : '(none may)';
  const slowest = Math.max(reads.slowestMilliseconds, tasks.slowestMilliseconds);
  return {
    figure: `${failed} of ${sent} requests failed ${allowance}, slowest ${slowest} ms; ${lost + unfinished.length} of ${accepted.length} accepted tasks not done (none may be); ${happening.figure}`,
    figures: {
      requests: sent,
      failedRequests: failed,
      slowestMilliseconds: slowest,
      tasks: accepted.length,
      lostTasks: lost,
      unfinishedTasks: unfinished.length,
      ...(interruption && { outageSeconds, secondsAfter }),
      ...happening.figures,
    },
    faults: [
      ...happening.faults,
      ...(interruption ? [] : reasons.map((reason) => `a request failed: ${reason}`)),
      ...(interruption && secondsAfter > interruption.secondsMax
        ? [`requests failed for ${secondsAfter.toFixed(0)} s after it was there again: ${reasons[0]}`]
        : []),
      ...(sent === 0 ? ['nothing was asked'] : []),
      ...(accepted.length === 0 ? ['no task was accepted'] : []),
      ...(lost > 0 ? [`${lost} accepted tasks are lost`] : []),
      ...unfinished.slice(0, 3).map(({ id }) => {
        const { state, error } = known.get(id)!;
        return `the task ${id} is ${state}${error ? `: ${error}` : ''}`;
      }),
    ],
  };
}
