import { setTimeout as sleep } from 'node:timers/promises';
import { databaseLogins } from '../../../config/contract';
import { TcpProxy } from '../../../servers/tcp-proxy';
import { RotatedDatabase } from '../rotated-database';
import { ConstantLoad } from './constant-load';
import { RenderedPooler } from './rendered-pooler';

let database: RotatedDatabase;
/** Two poolers, and their Service: new connections go to one that has not left the endpoints. */
let poolers: readonly [RenderedPooler, RenderedPooler];
let service: TcpProxy;
let load: ConstantLoad;

beforeAll(async () => {
  database = await RotatedDatabase.start({});
  await Promise.all(databaseLogins.map((login) => database.rotate(login)));
}, 120_000);
afterAll(() => database?.stop());

beforeEach(async () => {
  const lookups = await database.credentials('pooler');
  poolers = await Promise.all([
    RenderedPooler.start(database.server, lookups),
    RenderedPooler.start(database.server, lookups),
  ]);
  service = await TcpProxy.start(poolers[0].port);
}, 60_000);
afterEach(async () => {
  await load.stop();
  await service.stop();
  await Promise.all(poolers.map((pooler) => pooler.stop()));
});

async function startLoad(lifetimeSeconds: number | null): Promise<void> {
  const settings = { ...poolers[0].login(await database.credentials('app')), port: service.port };
  load = new ConstantLoad(settings, { clients: 50, lifetimeSeconds });
  await load.further(200);
}

/** What a roll-out does to a pod: it leaves the endpoints, and some time later comes SIGTERM. */
async function stopFirst(signal: NodeJS.Signals): Promise<void> {
  service.target = poolers[1].port;
  await sleep(200);
  poolers[0].signal(signal);
}

test('a pooler that stops ends by itself when its clients have left, and no query fails', async () => {
  await startLoad(2);
  await stopFirst('SIGTERM');
  const ended = poolers[0].ended();
  await load.further(200);
  expect(await ended).toBe(0);
  await load.further(200);
  expect(load.failures).toEqual([]);
});

test('it takes no new client meanwhile', async () => {
  await startLoad(null);
  await stopFirst('SIGTERM');
  await sleep(500);
  const late = new ConstantLoad(poolers[0].login(await database.credentials('app')), {
    clients: 1,
    lifetimeSeconds: null,
  });
  await sleep(500);
  await late.stop();
  expect(late.transactions).toBe(0);
  expect(late.failures.length).toBeGreaterThan(0);
});

test('it waits for clients that keep their connections, which only SIGKILL then ends', async () => {
  await startLoad(null);
  await stopFirst('SIGTERM');
  const first = await Promise.race([poolers[0].ended().then(() => 'ended'), sleep(3000, 'waits')]);
  expect(first).toBe('waits');
  await load.further(100);
  expect(load.failures).toEqual([]);
});

test('planted: a pooler that stops at once costs queries', async () => {
  await startLoad(2);
  await stopFirst('SIGQUIT');
  await poolers[0].ended();
  await load.further(200);
  expect(load.failures.length).toBeGreaterThan(0);
});
