import { setTimeout as sleep } from 'node:timers/promises';
import { databases } from '../../../config/contract';
import { superuser } from '../../../servers/postgres/postgres-server';
import { until } from '../../cluster/waiting';
import { edgeOf } from '../edge/edge-of';
import { SampleTenant } from '../edge/sample-tenant';
import { unhealthyOf } from '../health';
import type { Scenario, ScenarioResult, Stage } from '../scenario';
import { acceptTask, endedTasks, SteadyTasks } from '../tenant/tenant-tasks';
import { judgeRestore } from './judge-restore';
import { tenantChecksums, type TenantChecksums } from './tenant-checksums';

const reader = { ...superuser, database: databases.application };
const quietTenants = 2;
const tasksOfEach = 3;
const writesPerSecond = 5;
/** Longer than the archive's interval: some of the writes are in it. */
const writeSeconds = 40;
/** After which the drill gives up; what is promised is judged. */
const patienceSeconds = 420;

/**
 * The database is destroyed with its data while a tenant writes, and rebuilt from its base backup and log; the cache
 * comes back empty, and the charts are applied again.
 */
export const restoreDrill: Scenario = {
  name: 'restore drill: a destroyed database and an empty cache',
  nodes: ['real'],
  hindrance: () => null,
  run: drill,
};

async function drill(stage: Stage): Promise<ScenarioResult> {
  const edge = edgeOf(stage);
  const { progress } = stage;
  const { database, valkey, breakCacheConnections } = stage.cluster.real!.outside;
  const quiet = [];
  while (quiet.length < quietTenants) quiet.push(await tenantWithTasks(stage));
  const written = await SampleTenant.provision(edge);
  await database.archived();
  const early = await tenantChecksums(database.server, reader);
  const writes = new SteadyTasks(edge, written, writesPerSecond);
  await sleep(writeSeconds * 1000);
  const before = unchanged(early, await tenantChecksums(database.server, reader));
  progress('the database is destroyed');
  let after: TenantChecksums = {};
  let surviving: ReadonlySet<string> = new Set();
  const { destroyedAt, segments } = await database.rebuild(async ({ postgres }) => {
    after = await tenantChecksums(postgres, reader);
    const tasks = await postgres.asSuperuser(
      `SELECT id FROM "${schemaOf(written)}".tasks`,
      databases.application,
    );
    surviving = new Set(tasks.map(({ id }) => String(id)));
    await valkey.kill();
    await valkey.revive();
    breakCacheConnections();
  });
  progress(`the database is rebuilt after ${((Date.now() - destroyedAt) / 1000).toFixed(0)} s`);
  await writes.stop();
  const acknowledged = writes.accepted.filter(({ at }) => at <= destroyedAt);
  await applyCharts(stage);
  const works = await worksAgain(stage, written);
  const seconds = (Date.now() - destroyedAt) / 1000;
  const judged = judgeRestore({ before, after, acknowledged, surviving, destroyedAt, segments, seconds });
  return { ...judged, faults: [...judged.faults, ...works] };
}

async function tenantWithTasks(stage: Stage): Promise<SampleTenant> {
  const edge = edgeOf(stage);
  const tenant = await SampleTenant.provision(edge);
  const order = { text: 'one two three', durable: false };
  const tasks = await Promise.all(Array.from({ length: tasksOfEach }, () => acceptTask(edge, tenant, order)));
  await endedTasks(edge, tenant, tasks, 60);
  return tenant;
}

/** Tenants that had the same rows at two times: nobody writes to them. */
const unchanged = (early: TenantChecksums, late: TenantChecksums): TenantChecksums =>
  Object.fromEntries(Object.entries(late).filter(([tenant, checksum]) => early[tenant] === checksum));

/** As the application names it. */
const schemaOf = ({ slug }: SampleTenant): string => `tenant_${slug.replaceAll('-', '_')}`;

/** Again, as after any loss: what is there already stays as it is. Waits until all of it is healthy. */
async function applyCharts({ cluster: { api, adapt }, rendered }: Stage): Promise<void> {
  const objects = rendered.charts.flatMap((chart) => adapt?.(chart.objects).objects ?? chart.objects);
  for (const object of objects) await api.put(object);
  await until('all pods after the restore', async () => (await unhealthyOf(api, objects)).length === 0, {
    seconds: patienceSeconds,
    everyMilliseconds: 1000,
  });
}

/** A new task and a new workflow are done, by a tenant that was there before. @returns what is not so. */
async function worksAgain(stage: Stage, tenant: SampleTenant): Promise<readonly string[]> {
  const edge = edgeOf(stage);
  const faults: string[] = [];
  for (const durable of [false, true]) {
    const given = await eventually(() => acceptTask(edge, tenant, { text: 'after the restore', durable }));
    const task = (await endedTasks(edge, tenant, [given], patienceSeconds)).get(given.id);
    if (task?.state !== 'done') {
      faults.push(`a ${durable ? 'workflow' : 'task'} given after the restore is ${task?.state ?? 'lost'}`);
    }
  }
  return faults;
}

async function eventually<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  let answer: { readonly value: Answer } | undefined;
  let reason = '';
  await until(
    'the API after the restore',
    async () => {
      answer = (await ask().then(
        (value) => ({ value }),
        ({ message }: Error) => void (reason = message),
      )) as typeof answer;
      return answer !== undefined;
    },
    { seconds: patienceSeconds, everyMilliseconds: 1000 },
  ).catch(({ message }: Error) => {
    throw new Error(`${message}: ${reason}`);
  });
  return answer!.value;
}
