import { tenantChecksums } from '../../../rehearsal/scenarios/restore/tenant-checksums';
import { PostgresServer, superuser } from '../../../servers/postgres/postgres-server';

let postgres: PostgresServer;
const checksums = () => tenantChecksums(postgres, superuser);

beforeAll(async () => {
  postgres = await PostgresServer.start();
  for (const schema of ['tenant_a', 'tenant_b', 'other']) {
    await postgres.asSuperuser(
      `CREATE SCHEMA ${schema};
       CREATE TABLE ${schema}.notes (id int, text text);
       INSERT INTO ${schema}.notes VALUES (1, 'one'), (2, 'two')`,
    );
  }
});
afterAll(() => postgres?.stop());

test('tenants alone have checksums, and equal rows have equal ones', async () => {
  const found = await checksums();
  expect(Object.keys(found)).toEqual(['tenant_a', 'tenant_b']);
  expect(found.tenant_a).toBe(found.tenant_b);
});

test('a row that moves in its table changes nothing', async () => {
  const before = await checksums();
  await postgres.asSuperuser(`UPDATE tenant_a.notes SET text = text WHERE id = 1`);
  expect(await checksums()).toEqual(before);
});

test('planted: a changed row of one tenant changes its checksum, and no other', async () => {
  const before = await checksums();
  await postgres.asSuperuser(`UPDATE tenant_b.notes SET text = 'three' WHERE id = 2`);
  const after = await checksums();
  expect([after.tenant_a === before.tenant_a, after.tenant_b === before.tenant_b]).toEqual([true, false]);
});
