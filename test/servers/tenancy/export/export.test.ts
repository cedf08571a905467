import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { run } from '../../../../servers/command';
import { tableDigests } from '../../../../tenancy/life/bundle/table-rows';
import { MigratorDatabase } from '../../../../tenancy/life/migrator-database';
import { DataPlatform } from './data-platform';

describe('export', () => {
  let data: DataPlatform;
  let bundle: Awaited<ReturnType<DataPlatform['export']>>;

  const lines = (path: string): string[] =>
    gunzipSync(readFileSync(join(bundle.folder, path)))
      .toString()
      .trimEnd()
      .split('\n');

  beforeAll(async () => {
    data = await DataPlatform.start(['acme', 'globex']);
    bundle = await data.export('acme');
  });
  afterAll(() => data?.stop());

  it('holds every table with its rows and their checksum', async () => {
    const { tables } = await data.manifest(bundle);
    expect(tables).toEqual(await data.digests('acme'));
    expect(tables.find(({ name }) => name === 'agents')?.rows).toBe(40);
  });

  it('names every file with its size and checksum', async () => {
    const { files } = await data.manifest(bundle);
    for (const { path, bytes, sha256 } of files) {
      const content = readFileSync(join(bundle.folder, path));
      expect([path, content.length, createHash('sha256').update(content).digest('hex')]).toEqual([
        path,
        bytes,
        sha256,
      ]);
    }
    expect(files.length).toBeGreaterThan(12);
  });

  it('has one line of JSON a row, whatever the text is', async () => {
    const rows = lines('rows/agents.jsonl.gz').map((line) => JSON.parse(line));
    expect(rows).toEqual(
      (await data.as('acme', 'SELECT row_to_json(t) AS row FROM agents t ORDER BY id')).map(({ row }) => row),
    );
    expect(rows[0]).toMatchObject({
      'odd "name': 'acme 1\\ \t tab \n line "quote" é',
      raw: { a: 'x\\n', b: [1] },
    });
  });

  it('has one line of JSON a row, however long it is', async () => {
    await data.tenantWithRows('long');
    const text = '\\ " \n \\\\'.repeat(100_000);
    await data.as(
      'long',
      `DELETE FROM sightings; INSERT INTO sightings SELECT repeat(E'\\\\ " \\n \\\\\\\\', 100000), i FROM generate_series(1, 3) AS i; SELECT 1`,
    );
    const long = await data.export('long');
    const rows = gunzipSync(readFileSync(join(long.folder, 'rows/sightings.jsonl.gz')))
      .toString()
      .trimEnd()
      .split('\n');
    expect(rows.map((line) => JSON.parse(line).place === text)).toEqual([true, true, true]);
  });

  it('is loaded by psql alone, into the same rows', async () => {
    await data.platform.postgres.asSuperuser('CREATE DATABASE elsewhere OWNER migrator');
    const url = data.platform.migratorUrl.replace('/app?', '/elsewhere?');
    await run('psql', [url, '--quiet', '--file', 'load.sql'], { cwd: bundle.folder });
    const elsewhere = new MigratorDatabase({ url });
    try {
      expect(await tableDigests(elsewhere, 'tenant_acme')).toEqual(await data.digests('acme'));
    } finally {
      await elsewhere.close();
    }
  });

  it('keeps the wrapped data keys and the ciphertext for a restore', async () => {
    const registry = JSON.parse(readFileSync(join(bundle.folder, 'registry.json'), 'utf8'));
    expect(registry.dataKeys).toMatchObject([{ version: 1, wrapped: '\\xabcd' }]);
    expect(lines('data/credentials.copy.gz')[0]).toContain('\\xfeedface');
  });

  it('has nothing of another tenant', async () => {
    const { files } = await data.manifest(bundle);
    const text = files
      .map(({ path }) => readFileSync(join(bundle.folder, path)))
      .map((content) => (content[0] === 0x1f ? gunzipSync(content) : content).toString())
      .join();
    expect(text).toContain('acme 7');
    expect(text).not.toContain('globex');
  });

  it('shows one moment, although others write meanwhile', async () => {
    const write = (): Promise<unknown> =>
      data.as(
        'globex',
        `WITH a AS (INSERT INTO agents ("odd ""name", weight) VALUES (gen_random_uuid()::text, 1) RETURNING id)
                         INSERT INTO runs (agent_id) SELECT id FROM a RETURNING id`,
      );
    let isDone = false;
    const writer = (async () => {
      while (!isDone) await write();
    })();
    const reference = await data.export('globex').finally(() => {
      isDone = true;
    });
    await writer;
    const moment = await data.manifest(reference);
    const rows = (name: string): number | undefined =>
      moment.tables.find((table) => table.name === name)?.rows;
    expect(rows('runs')).toBe(rows('agents'));
    expect(rows('agents')).toBeLessThan((await data.as('globex', 'SELECT FROM agents')).length);
  });

  it("leaves secrets and keys out of a customer's copy", async () => {
    const copy = await data.export('acme', { audience: 'customer' });
    const { files, omitted } = await data.manifest(copy);
    const text = files
      .map(({ path }) => readFileSync(join(copy.folder, path)))
      .map((content) => (content[0] === 0x1f ? gunzipSync(content) : content).toString())
      .join();
    expect(text).not.toMatch(/feedface|xabcd|role_name/);
    expect(text).toContain('"name": "openai"');
    expect(omitted.map(({ what }) => what)).toContain('secret columns of credentials');
  });

  it('replaces what an interrupted one left behind', async () => {
    const tenantId = data.platform.tenant('acme').id;
    const [{ id } = {}] = await data.sql(
      `SELECT id FROM public.tenant_operations WHERE kind = 'export' AND tenant_id = $1 ORDER BY place LIMIT 1`,
      [tenantId],
    );
    const prefix = `${tenantId}/${id}/`;
    writeFileSync(join(data.folder, 'bundles', prefix, 'left-behind'), 'half');
    await data.sql(
      `UPDATE public.tenant_operations SET state = 'requested', step = NULL, checkpoint = '{}' WHERE id = $1`,
      [id],
    );
    await data.perform('export', 'acme');
    expect(existsSync(join(data.folder, 'bundles', prefix, 'left-behind'))).toBe(false);
    expect(existsSync(join(data.folder, 'bundles', prefix, 'manifest.json'))).toBe(true);
  });

  it.each([
    ['a partitioned table', 'CREATE TABLE odd (id integer) PARTITION BY RANGE (id)', 'partitioned'],
    [
      'row security',
      'CREATE TABLE odd (id integer); ALTER TABLE odd ENABLE ROW LEVEL SECURITY',
      'row security',
    ],
    ['a materialized view', 'CREATE MATERIALIZED VIEW odd AS SELECT 1 AS one', 'materialized view'],
    ['a rule', 'CREATE TABLE odd (id int); CREATE RULE r AS ON INSERT TO odd DO INSTEAD NOTHING', 'rule r'],
    [
      'statistics',
      'CREATE TABLE odd (a int, b int); CREATE STATISTICS s ON a, b FROM odd',
      'pg_statistic_ext',
    ],
    [
      'a function that names its schema',
      `CREATE FUNCTION odd() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM tenant_odd.agents'`,
      'leave the name out',
    ],
  ])('refuses a schema with %s by name', async (_, sql, message) => {
    const slug = 'odd';
    await data.platform.provision(slug).catch(() => undefined);
    await data.as(slug, `${sql}; SELECT 1`);
    await expect(data.export(slug)).rejects.toThrow(message);
    await data
      .as(slug, `DROP TABLE IF EXISTS odd CASCADE; DROP FUNCTION IF EXISTS odd(); SELECT 1`)
      .catch(() => data.as(slug, 'DROP MATERIALIZED VIEW odd; SELECT 1'));
  });
});
