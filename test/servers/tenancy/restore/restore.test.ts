import { DataPlatform } from '../export/data-platform';
import { nextProductMigrations } from '../export/product-schema';
import { MigratorDatabase } from '../../../../tenancy/life/migrator-database';
import { dropExpiredSchemas, retainedSchemas } from '../../../../tenancy/life/restore/retained-schemas';

describe('restore', () => {
  let data: DataPlatform;

  beforeAll(async () => {
    data = await DataPlatform.start(['globex']);
  });
  afterAll(() => data?.stop());

  /** A tenant whose rows were changed after its export. */
  async function spoiled(slug: string) {
    await data.tenantWithRows(slug);
    const before = await data.digests(slug);
    const { prefix, sha256 } = await data.export(slug);
    await data.as(
      slug,
      `DELETE FROM runs; UPDATE agents SET title = 'spoiled'; UPDATE tasks SET state = 'done'; SELECT 1`,
    );
    const outbox = `DELETE FROM public.outbox WHERE tenant_id = '${data.platform.tenant(slug).id}'`;
    await data.sql(outbox);
    return { before, spoiled: await data.digests(slug), source: { prefix, sha256 } };
  }

  it('brings back the rows of the export, byte by byte', async () => {
    const { before, source } = await spoiled('rows');
    await data.perform('restore', 'rows', { source });
    expect(await data.digests('rows')).toEqual(before);
  });

  it('touches no other tenant', async () => {
    const { source } = await spoiled('one-of-many');
    const others = await data.digests('globex');
    await data.perform('restore', 'one-of-many', { source });
    expect(await data.digests('globex')).toEqual(others);
  });

  it('queues the tasks again that were unfinished then', async () => {
    const { source } = await spoiled('tasks');
    const { result } = await data.perform('restore', 'tasks', { source });
    expect(result).toMatchObject({ waitingTasks: 3 });
    const waiting = await data.sql('SELECT task_id FROM public.outbox WHERE role_name = $1 ORDER BY 1', [
      'tenant_tasks',
    ]);
    const unfinished = await data.as(
      'tasks',
      `SELECT id AS task_id FROM tasks WHERE state = 'accepted' ORDER BY 1`,
    );
    expect(waiting).toEqual(unfinished);
  });

  it('goes on counting where the sequences stood', async () => {
    const { source } = await spoiled('sequences');
    await data.perform('restore', 'sequences', { source });
    const added = await data.as(
      'sequences',
      `INSERT INTO agents ("odd ""name", weight) VALUES ('new', 1) RETURNING id`,
    );
    expect(added).toEqual([{ id: '41' }]);
  });

  it("leaves the rows to the tenant's role alone", async () => {
    const { source } = await spoiled('rights');
    await data.perform('restore', 'rights', { source });
    const count = (role: string): Promise<unknown> =>
      data.platform.database.transaction(async (transaction) => {
        await transaction.query({ text: `SELECT set_config('role', $1, true)`, values: [role] });
        return transaction.query({ text: 'SELECT count(*)::integer AS count FROM tenant_rights.agents' });
      });
    await expect(count('tenant_rights')).resolves.toMatchObject({ rows: [{ count: 40 }] });
    await expect(count('tenant_globex')).rejects.toThrow('permission denied for schema');
  });

  it('keeps the replaced schema for 7 days', async () => {
    const { source, spoiled: replaced } = await spoiled('kept');
    await data.perform('restore', 'kept', { source });
    const [kept] = await retainedSchemas(data.platform.database, data.platform.tenant('kept').id);
    expect(kept?.schema).toMatch(/^tenant_kept__old_\d{4}_[0-9a-f]{5}$/);
    expect(kept!.dropAfter.getTime() / 86_400_000).toBeCloseTo(Date.now() / 86_400_000 + 7, 1);
    expect(replaced).not.toEqual(await data.digests('kept'));
  });

  it('drops replaced schemas when their days are over, and no others', async () => {
    const { source } = await spoiled('dropped');
    await data.perform('restore', 'dropped', { source, retainDays: 0 });
    const dropped = await dropExpiredSchemas(data.platform.database);
    expect(dropped).toEqual([expect.stringMatching(/^tenant_dropped__old_/)]);
    const left = await data.sql(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant\\_dropped%'`);
    expect(left).toEqual([{ nspname: 'tenant_dropped' }]);
  });

  it('is undone by one operation, tasks included', async () => {
    const { source, spoiled: replaced } = await spoiled('undone');
    await data.perform('restore', 'undone', { source });
    const { result } = await data.perform('undo-restore', 'undone');
    expect(await data.digests('undone')).toEqual(replaced);
    expect(result).toMatchObject({ waitingTasks: 0 });
  });

  it('is done again by undoing the undoing', async () => {
    const { source, before } = await spoiled('redone');
    await data.perform('restore', 'redone', { source });
    await data.perform('undo-restore', 'redone');
    await data.perform('undo-restore', 'redone');
    expect(await data.digests('redone')).toEqual(before);
  });

  it('has nothing to undo where nothing was restored', async () => {
    await expect(data.perform('undo-restore', 'globex')).rejects.toThrow('Nothing can be undone');
  });

  it('brings a bundle of an earlier version up to date', async () => {
    const { source } = await spoiled('earlier');
    const later = data.lifeWith({ migrations: nextProductMigrations });
    await later.migrateFleet({}, { requestedBy: 'test' });
    await data.perform('restore', 'earlier', { source }, later);
    expect(await data.as('earlier', 'SELECT DISTINCT owner, title FROM agents WHERE id = 1')).toEqual([
      { owner: 'nobody', title: 'TITLE 1' },
    ]);
    expect(await data.sql('SELECT schema_version FROM public.tenants WHERE slug = $1', ['earlier'])).toEqual([
      { schema_version: nextProductMigrations.length },
    ]);
  });

  it('takes the tenant from a side database', async () => {
    const { source, before } = await spoiled('aside');
    await data.perform('restore', 'aside', { source });
    // A copy of the database at this moment: what a point-in-time restore gives.
    const { postgres } = data.platform;
    await postgres.asSuperuser(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'app'`,
    );
    await postgres.asSuperuser('CREATE DATABASE side TEMPLATE app OWNER migrator');
    await data.as('aside', `UPDATE agents SET title = 'spoiled again'; SELECT 1`);
    const url = data.platform.migratorUrl.replace('/app?', '/side?');
    const life = data.lifeWith({ sideDatabase: () => new MigratorDatabase({ url }) });
    await data.perform('restore', 'aside', { source: { sideDatabase: 'yesterday' } }, life);
    expect(await data.digests('aside')).toEqual(before);
  });
});
