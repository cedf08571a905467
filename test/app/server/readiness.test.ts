import { type Dependency, Readiness } from '../../../app/src/server/readiness';
import { log } from '../../../app/src/telemetry/log';

log.level = 'silent';

const up = (name: string, required = true): Dependency => ({ name, required, probe: async () => undefined });
const down = (name: string, required = true): Dependency => ({
  name,
  required,
  probe: () => Promise.reject(new Error('away')),
});

test('ready when all answer', async () => {
  expect((await new Readiness([up('database'), up('redis')]).state()).ready).toBe(true);
});

test('not ready without a required one', async () => {
  expect((await new Readiness([down('database'), up('redis')]).state()).ready).toBe(false);
});

test('ready without one that is not required', async () => {
  expect((await new Readiness([up('database'), down('redis', false)]).state()).ready).toBe(true);
});

test('says which one is down', async () => {
  expect((await new Readiness([up('database'), down('redis', false)]).state()).dependencies).toEqual({
    database: 'up',
    redis: 'down',
  });
});

test('one that never answers is down', async () => {
  const hanging: Dependency = { name: 'database', required: true, probe: () => new Promise(() => {}) };
  expect((await new Readiness([hanging]).state()).ready).toBe(false);
});

test('not ready while draining', async () => {
  const readiness = new Readiness([up('database')]);
  readiness.startDraining();
  expect((await readiness.state()).ready).toBe(false);
});

test('many probes at one time ask once', async () => {
  let asked = 0;
  const counted: Dependency = { ...up('database'), probe: async () => (asked += 1) };
  const readiness = new Readiness([counted]);
  await Promise.all(Array.from({ length: 20 }, () => readiness.state()));
  expect(asked).toBe(1);
});
