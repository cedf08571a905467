import { setTimeout as sleep } from 'node:timers/promises';
import { databaseLogins } from '../../../config/contract';
import { followSeconds } from '../../../charts/pooling/start-script';
import { RotatedDatabase } from '../rotated-database';
import { ConstantLoad } from './constant-load';
import { RenderedPooler, type RenderedPoolerOptions } from './rendered-pooler';

let database: RotatedDatabase;
let pooler: RenderedPooler | undefined;
let pods: ConstantLoad[] = [];

beforeAll(async () => {
  database = await RotatedDatabase.start({});
  await Promise.all(databaseLogins.map((login) => database.rotate(login)));
}, 120_000);
afterEach(async () => {
  await Promise.all(pods.map((pod) => pod.stop()));
  pods = [];
  await pooler?.stop();
});
afterAll(() => database?.stop());

const startPooler = async (options?: RenderedPoolerOptions): Promise<RenderedPooler> =>
  (pooler = await RenderedPooler.start(database.server, await database.credentials('pooler'), options));

/** A pod that started now: it keeps the login of today, and opens a connection anew twice a second. */
async function startPod(through: RenderedPooler): Promise<ConstantLoad> {
  const login = await database.credentials('app');
  const pod = new ConstantLoad(through.login(login), { clients: 10, lifetimeSeconds: 1 });
  pods.push(pod);
  await pod.further(50);
  return pod;
}

/** The login of the lookups gets its next user, and the driver mounts it. */
async function rotateLookups(through: RenderedPooler): Promise<void> {
  await database.rotate('pooler');
  through.mountSecret(await database.credentials('pooler'));
}

const followed = (): Promise<void> => sleep((followSeconds + 2) * 1000);
const failures = (): string[] => pods.flatMap((pod) => pod.failures);

test('both logins change their users and back again under load, and no query fails', async () => {
  const through = await startPooler();
  const first = await startPod(through);
  const users = [await database.credentials('app')];
  for (let turn = 0; turn < 2; turn++) {
    await database.rotate('app');
    users.push(await database.credentials('app'));
    await rotateLookups(through);
    await followed();
    // Pods of before have the user of before, which is good until the next rotation.
    const latest = await startPod(through);
    await Promise.all([latest.further(100), pods.at(-2)!.further(100)]);
    if (turn === 0) await first.stop();
  }
  expect(users.map(({ user }) => user)).toEqual(['app_a', 'app_b', 'app_a']);
  expect(through.log().match(/got SIGHUP/g)).toHaveLength(2);
  expect(failures()).toEqual([]);
}, 180_000);

test('a password that was rotated away is refused at once, without a reload', async () => {
  const through = await startPooler();
  const leaked = await database.credentials('app');
  await database.rotate('app');
  await database.rotate('app');
  const pod = new ConstantLoad(through.login(leaked), { clients: 1, lifetimeSeconds: 1 });
  pods.push(pod);
  await sleep(500);
  expect(pod.transactions).toBe(0);
  expect(pod.failures[0]).toMatch(/authentication failed/);
});

test('reading the files again closes no connection', async () => {
  const through = await startPooler();
  const pod = new ConstantLoad(through.login(await database.credentials('app')), {
    clients: 50,
    lifetimeSeconds: null,
  });
  pods.push(pod);
  await pod.further(100);
  const before = await serverProcesses();
  for (let times = 0; times < 20; times++) {
    through.signal('SIGHUP');
    await pod.further(10);
  }
  expect(await serverProcesses()).toEqual(expect.arrayContaining(before));
  expect(failures()).toEqual([]);
});

test('planted: a pooler that does not follow its secret lets no pod in after two rotations', async () => {
  const through = await startPooler({
    plant: (files) => {
      files['start.sh'] = files['start.sh']!.replace('follow "$first" &\n', '');
    },
  });
  for (let turn = 0; turn < 2; turn++) await rotateLookups(through);
  await database.server.asSuperuser(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename ~ '^pooler_'`,
  );
  await followed();
  const login = await database.credentials('app');
  const pod = new ConstantLoad(through.login(login), { clients: 1, lifetimeSeconds: 1 });
  pods.push(pod);
  await sleep(3000);
  expect(pod.transactions).toBe(0);
  expect(through.log()).toContain('password authentication failed for user');
});

async function serverProcesses(): Promise<unknown[]> {
  const rows = await database.server.asSuperuser(
    `SELECT pid FROM pg_stat_activity WHERE usename ~ '^app_' ORDER BY pid`,
  );
  return rows.map(({ pid }) => pid);
}
