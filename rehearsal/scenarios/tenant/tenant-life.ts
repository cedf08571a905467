import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workloadNamespaces } from '../../../config/flows';
import { until } from '../../cluster/waiting';
import type { Edge } from '../../edge/edge';
import { clientAddress } from '../../nodes/addresses';
import { programProcess } from '../../nodes/pod-process';
import { expectJson, send } from '../edge/api-client';
import { edgeOf } from '../edge/edge-of';
import { podsOf } from '../edge/roll';
import { SampleTenant } from '../edge/sample-tenant';
import { SocketClients } from '../edge/socket-clients';
import type { Scenario, ScenarioResult, Stage } from '../scenario';
import { doneOperation, type Operation } from './operations';
import { acceptTask, endedTasks } from './tenant-tasks';

const onboardSecondsMax = 120;
const taskSeconds = 60;
/** Counts are written every five seconds. */
const usageSeconds = 30;
/** Pods keep what they know of a tenant for some seconds. */
const refusalSecondsMax = 60;
const countedMetrics = ['requests', 'tasks', 'provider_calls', 'provider_output_tokens'];
const lifecycle = { name: 'lifecycle', namespace: workloadNamespaces.lifecycle } as const;

/** A customer comes, works, is exported, suspended, let in again, and leaves: all by the API, through the ingress. */
export const tenantLife: Scenario = {
  name: 'a tenant from its first day to its last',
  nodes: ['real'],
  hindrance: () => null,
  run: liveThrough,
};

async function liveThrough(stage: Stage): Promise<ScenarioResult> {
  const edge = edgeOf(stage);
  const staff = await edge.signIn.token({ scope: 'platform-admin' });
  const started = Date.now();
  const tenant = await SampleTenant.provision(edge);
  const admin = await edge.signIn.token({ tenant: tenant.slug, scope: 'tenant-admin' });
  const work = await useFirstTime(edge, tenant);
  const onboardSeconds = (Date.now() - started) / 1000;
  const uncounted = await uncountedUsage(edge, admin);
  const exported = await exportedRows(stage, staff, admin);
  const tell = (action: string, body?: object): Promise<Operation> =>
    doneOperation(
      edge,
      staff,
      send(edge, staff, 'POST', `/v1/admin/tenants/${tenant.id}/${action}`, body ?? {}),
    );
  await tell('suspend', { reason: 'rehearsed' });
  const suspendedSeconds = await untilAnswered(edge, tenant.token, 403);
  await tell('resume');
  await untilAnswered(edge, tenant.token, 200);
  const deletion = send(edge, admin, 'POST', '/v1/data-deletions', { confirm: tenant.slug });
  await doneOperation(edge, staff, deletion);
  const leftSeconds = await untilAnswered(edge, tenant.token, 403);
  const { status, eraseAfter } = await registered(edge, staff, tenant.id);
  const graceDays = eraseAfter === null ? 0 : (Date.parse(eraseAfter) - Date.now()) / 86_400_000;
  return judgeTenantLife({
    ...work,
    onboardSeconds,
    uncounted,
    exported,
    refusalSeconds: Math.max(suspendedSeconds, leftSeconds),
    status,
    graceDays,
  });
}

interface FirstWork {
  readonly answer: string | null;
  readonly eventsLive: number;
  readonly eventsLost: number;
}

/** A person looks on while the first task is done. */
async function useFirstTime(edge: Edge, tenant: SampleTenant): Promise<FirstWork> {
  const { token } = tenant;
  const sockets = SocketClients.open(edge.entrance, {
    token,
    count: 1,
    perSecond: 1,
    transports: ['websocket'],
    from: [clientAddress(14)],
  });
  try {
    await sockets.allConnected(30);
    const task = await acceptTask(edge, tenant, { text: 'one two three', durable: false });
    const known = await endedTasks(edge, tenant, [task], taskSeconds);
    const { live, lost } = await sockets.end(await tenant.lastEventId());
    return { answer: known.get(task.id)?.result?.answer ?? null, eventsLive: live, eventsLost: lost };
  } finally {
    sockets.stop();
  }
}

/** @returns metrics of which nothing is counted in time. */
async function uncountedUsage(edge: Edge, admin: string): Promise<readonly string[]> {
  let missing: readonly string[] = countedMetrics;
  await until(
    'usage',
    async () => {
      const { usage } = await expectJson<{ usage: readonly { metric: string; quantity: number }[] }>(
        send(edge, admin, 'GET', '/v1/usage'),
        200,
      );
      missing = countedMetrics.filter(
        (wanted) => !usage.some(({ metric, quantity }) => metric === wanted && quantity > 0),
      );
      return missing.length === 0;
    },
    { seconds: usageSeconds, everyMilliseconds: 1000 },
  ).catch(() => undefined);
  return missing;
}

interface Exported {
  readonly rows: number;
  /** Whether every file lies there as the manifest says, and the manifest is the one that was announced. */
  readonly isWhole: boolean;
}

async function exportedRows(stage: Stage, staff: string, admin: string): Promise<Exported> {
  const edge = edgeOf(stage);
  const { result } = await doneOperation(edge, staff, send(edge, admin, 'POST', '/v1/data-exports'));
  const { location = '', prefix = '', sha256, rows } = result as Record<string, string>;
  const folder = join(fileURLToPath(location), prefix);
  const pods = await podsOf(stage.cluster.api, lifecycle);
  const folders = pods.map(
    ({ metadata }) => `/proc/${programProcess(metadata.uid, 'main.js')}/root${folder}`,
  );
  const bundle = folders.find((one) => existsSync(join(one, 'manifest.json')));
  return { rows: Number(rows), isWhole: bundle !== undefined && isWhole(bundle, sha256) };
}

function isWhole(bundle: string, announced: string | undefined): boolean {
  const { manifest, sha256 } = JSON.parse(readFileSync(join(bundle, 'manifest.json'), 'utf8')) as {
    readonly manifest: { readonly files: readonly { readonly path: string; readonly sha256: string }[] };
    readonly sha256: string;
  };
  const hashOf = (path: string): string =>
    createHash('sha256')
      .update(readFileSync(join(bundle, path)))
      .digest('hex');
  return sha256 === announced && manifest.files.every((file) => hashOf(file.path) === file.sha256);
}

/** @returns seconds until the API answers a user of the tenant so. */
async function untilAnswered(edge: Edge, token: string, wanted: number): Promise<number> {
  const started = Date.now();
  await until(
    `a tenant's request answered with ${wanted}`,
    async () => {
      // Each pod has to know it.
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => send(edge, token, 'GET', '/v1/agents')),
      );
      return answers.every(({ status }) => status === wanted);
    },
    { seconds: refusalSecondsMax, everyMilliseconds: 500 },
  );
  return (Date.now() - started) / 1000;
}

async function registered(
  edge: Edge,
  staff: string,
  id: string,
): Promise<{ readonly status: string; readonly eraseAfter: string | null }> {
  const { tenants } = await expectJson<{
    tenants: readonly { id: string; status: string; eraseAfter: string | null }[];
  }>(send(edge, staff, 'GET', '/v1/admin/tenants'), 200);
  return tenants.find((one) => one.id === id) ?? { status: 'unknown', eraseAfter: null };
}

export interface LivedThrough extends FirstWork {
  readonly onboardSeconds: number;
  readonly uncounted: readonly string[];
  readonly exported: Exported;
  readonly refusalSeconds: number;
  /** In the end. */
  readonly status: string;
  readonly graceDays: number;
}

export function judgeTenantLife(lived: LivedThrough): ScenarioResult {
  const { answer, eventsLive, eventsLost, onboardSeconds, uncounted, exported, refusalSeconds } = lived;
  const { status, graceDays } = lived;
  return {
    figure: `from the request for a tenant to its first result ${onboardSeconds.toFixed(0)} s (at most ${onboardSecondsMax}), ${eventsLive} events by socket, ${exported.rows} rows exported, refused ${refusalSeconds.toFixed(0)} s after suspension and after leaving (at most ${refusalSecondsMax}), ${graceDays.toFixed(0)} days of grace`,
    figures: {
      onboardSeconds,
      eventsLive,
      eventsLost,
      exportedRows: exported.rows,
      refusalSeconds,
      graceDays: Math.round(graceDays),
    },
    faults: [
      ...(answer === null ? ['the first task has no result'] : []),
      ...(onboardSeconds > onboardSecondsMax ? [`the first result took ${onboardSeconds.toFixed(0)} s`] : []),
      ...(eventsLive === 0 ? ['no event came by the socket'] : []),
      ...(eventsLost > 0 ? [`${eventsLost} events are lost`] : []),
      ...uncounted.map((metric) => `no ${metric} are counted`),
      ...(exported.rows === 0 ? ['the export has no row'] : []),
      ...(exported.isWhole ? [] : ['the files of the export are not those that were announced']),
      ...(status === 'leaving' ? [] : [`in the end the tenant is ${status}`]),
      ...(graceDays < 1 ? ['the tenant has no days of grace'] : []),
    ],
  };
}
