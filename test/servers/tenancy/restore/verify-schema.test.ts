import { tableDigests } from '../../../../tenancy/life/bundle/table-rows';
import { differingRows, schemaFaults } from '../../../../tenancy/life/restore/verify-schema';
import { DataPlatform } from '../export/data-platform';

describe('the checks of a restored schema', () => {
  let data: DataPlatform;
  const faults = (): Promise<string[]> => schemaFaults(data.platform.database, 'tenant_acme', 'tenant_acme');

  beforeAll(async () => {
    data = await DataPlatform.start(['acme', 'globex']);
  });
  afterAll(() => data?.stop());

  it('find nothing in a schema that is right', async () => {
    expect(await faults()).toEqual([]);
  });

  it.each([
    [
      'a sequence behind its rows',
      `SELECT setval('agents_id_seq', 39)`,
      'sequence agents_id_seq: it is behind agents.id',
      `SELECT setval('agents_id_seq', 40)`,
    ],
    [
      'a table that others may read',
      'GRANT SELECT ON agents TO tenant_globex',
      'relation agents: tenant_globex may SELECT',
      'REVOKE ALL ON agents FROM tenant_globex',
    ],
    [
      'a schema that everybody may use',
      'GRANT USAGE ON SCHEMA tenant_acme TO PUBLIC',
      'the schema: everybody may USAGE',
      'REVOKE ALL ON SCHEMA tenant_acme FROM PUBLIC',
    ],
    [
      'a table that the application reads without the role',
      'GRANT USAGE ON SCHEMA tenant_acme TO app; GRANT SELECT ON agents TO app',
      'role app may read agents',
      'REVOKE ALL ON SCHEMA tenant_acme FROM app; REVOKE ALL ON agents FROM app',
    ],
    [
      'a right that the tenant lost',
      'REVOKE UPDATE ON runs FROM tenant_acme',
      'role tenant_acme may not UPDATE runs',
      'GRANT UPDATE ON runs TO tenant_acme',
    ],
    [
      'a foreign key whose rows are missing',
      `ALTER TABLE runs DROP CONSTRAINT runs_agent_id_fkey; INSERT INTO runs (agent_id) VALUES (999);
       ALTER TABLE runs ADD CONSTRAINT runs_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents NOT VALID`,
      'foreign key runs_agent_id_fkey: insert or update on table "runs" violates',
      'DELETE FROM runs WHERE agent_id = 999',
    ],
  ])('find %s', async (_, plant, fault, repair) => {
    await data.as('acme', `${plant}; SELECT 1`);
    const found = await faults();
    await data.as('acme', `${repair}; SELECT 1`);
    expect(found.join('\n')).toContain(fault);
    expect(await faults()).toEqual([]);
  });

  it.each([
    [
      'a row too few',
      `DELETE FROM sightings WHERE ctid = (SELECT min(ctid) FROM sightings)`,
      'table sightings: 19 rows, 20 exported',
    ],
    [
      'another value',
      `UPDATE agents SET ratio = ratio + 1e-9 WHERE id = 7`,
      'table agents: 40 rows, 40 exported, checksums differ',
    ],
    ['a table too many', 'CREATE TABLE extra (id integer)', 'table extra: 0 rows, no exported'],
  ])('find %s', async (_, change, fault) => {
    const manifest = await data.manifest(await data.export('globex'));
    await data.as('globex', `${change}; SELECT 1`);
    expect((await differingRows(data.platform.database, 'tenant_globex', manifest)).join('\n')).toContain(
      fault,
    );
  });

  it('do not mind the order in which rows were written', async () => {
    const before = await tableDigests(data.platform.database, 'tenant_acme');
    await data.as(
      'acme',
      `CREATE TEMPORARY TABLE copy AS SELECT * FROM sightings ORDER BY seen DESC; DELETE FROM sightings;
       INSERT INTO sightings SELECT * FROM copy; DROP TABLE copy; UPDATE agents SET title = title WHERE id = 3; SELECT 1`,
    );
    expect(await tableDigests(data.platform.database, 'tenant_acme')).toEqual(before);
  });
});
