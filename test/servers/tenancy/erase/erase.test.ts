import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificatesOf } from '../../../../tenancy/life/erasure/certificate-chain';
import type { IssuedCertificate } from '../../../../tenancy/life/erasure/certificate-chain';
import type { TableDigest } from '../../../../tenancy/life/bundle/manifest';
import type { TenantContext } from '../../../../tenancy/context/tenant-context';
import { readText } from '../../../../tenancy/life/storage/object-storage';
import { ErasePlatform } from './erase-platform';

describe('erase', () => {
  let platform: ErasePlatform;
  let erased: TenantContext;
  let other: TenantContext;
  let before: { readonly rows: TableDigest[]; readonly others: TableDigest[] };
  let issued: IssuedCertificate;

  const count = async (sql: string): Promise<unknown> =>
    (await platform.data.sql(`SELECT count(*)::integer AS count FROM ${sql}`, [erased.id]))[0]?.count;

  beforeAll(async () => {
    platform = await ErasePlatform.start();
    other = await platform.tenant('globex');
    erased = await platform.tenant('acme');
    before = { rows: await platform.data.digests('acme'), others: await platform.data.digests('globex') };
    await platform.erase('acme');
    [issued] = (await certificatesOf(platform.data.platform.database, erased.id)) as [IssuedCertificate];
  });
  afterAll(() => platform?.stop());

  it('drops the schema and the role', async () => {
    const { data } = platform;
    expect(await data.sql(`SELECT FROM pg_namespace WHERE nspname LIKE 'tenant\\_acme%'`)).toEqual([]);
    expect(await data.sql(`SELECT FROM pg_roles WHERE rolname = 'tenant_acme'`)).toEqual([]);
  });

  it('removes what waited, and the data keys', async () => {
    expect(await count('public.outbox WHERE tenant_id = $1')).toBe(0);
    expect(await count('public.tenant_data_keys WHERE tenant_id = $1')).toBe(0);
  });

  it('removes all keys from both Redis', async () => {
    expect(await platform.redis.keys(`tenant:${erased.id}:*`)).toEqual([]);
    expect(await platform.volatileRedis.keys(`tenant:${erased.id}:*`)).toEqual([]);
  });

  it('removes the events that were kept for its sockets', async () => {
    expect(await platform.eventsFor(erased)).toBe(0);
  });

  it('removes its jobs', async () => {
    expect((await platform.queue.getJobs()).map(({ data }) => data.tenant.id)).toEqual([other.id]);
  });

  it('removes its files', async () => {
    expect(await readText(platform.files, `${erased.id}/uploads/report.pdf`)).toBeNull();
  });

  it('asks Loki to delete its lines', () => {
    expect(platform.loki.requests).toMatchObject([
      { parameters: { query: `{namespace="app"} | tenant="${erased.id}"` } },
    ]);
  });

  it('leaves a row without a name in the registry', async () => {
    const [row] = await platform.data.sql('SELECT * FROM public.tenants WHERE id = $1', [erased.id]);
    expect(row).toMatchObject({
      status: 'erased',
      name: 'erased',
      slug: `erased-${erased.id.replaceAll('-', '')}`,
    });
    expect(JSON.stringify(row)).not.toContain('acme');
  });

  it('leaves no name in the audit of operations', async () => {
    const rows = await platform.data.sql('SELECT * FROM public.tenant_operations WHERE tenant_id = $1', [
      erased.id,
    ]);
    expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['provision', 'export', 'erase']));
    expect(JSON.stringify(rows)).not.toContain('acme');
  });

  it('keeps amounts of usage', async () => {
    expect(await count('public.usage_hours WHERE tenant_id = $1')).toBe(1);
  });

  it('touches nothing of another tenant', async () => {
    expect(await platform.data.digests('globex')).toEqual(before.others);
    expect(await platform.redis.keys(`tenant:${other.id}:*`)).toHaveLength(1200);
    expect(await platform.volatileRedis.keys(`tenant:${other.id}:*`)).toHaveLength(1);
    expect(await platform.eventsFor(other)).toBe(2);
    expect(await readText(platform.files, `${other.id}/uploads/report.pdf`)).toBe('globex');
    expect(
      await platform.data.sql('SELECT count(*)::integer AS count FROM public.outbox WHERE tenant_id = $1', [
        other.id,
      ]),
    ).toEqual([{ count: 3 }]);
  });

  it('certifies what there was, table by table', () => {
    expect(issued.certificate.tables).toEqual(before.rows);
  });

  it('certifies each place with counts from before and after', () => {
    const found = Object.fromEntries(
      issued.certificate.removals.map(({ what, before: from, after, outcome }) => [
        what,
        [from, after, outcome],
      ]),
    );
    expect(found).toEqual({
      tables: [7, 0, 'removed'],
      "rows of the tenant's own tables": [115, 0, 'removed'],
      'schemas kept after a restore': [0, 0, 'removed'],
      'database role': [1, 0, 'removed'],
      'rows of tenant_data_keys': [1, 0, 'removed'],
      'rows of outbox': [3, 0, 'removed'],
      'rows of retained_schemas': [0, 0, 'removed'],
      'Temporal workflows': [null, null, 'not done'],
      'jobs in queues': [1, 0, 'removed'],
      'keys and events in the Redis of queues and sessions': [1202, 0, 'removed'],
      'keys in the Redis of caches and limits': [1, 0, 'removed'],
      'files in object storage': [1, 0, 'removed'],
      'log lines': [null, null, 'requested'],
    });
  });

  it('certifies what is kept, and why', () => {
    expect(issued.certificate.kept).toContainEqual(
      expect.objectContaining({ what: 'usage_hours', rows: 1, because: expect.stringContaining('Invoices') }),
    );
  });

  it('certifies the day on which the last backup expires', () => {
    const { erasedAt, backups } = issued.certificate;
    expect(Date.parse(backups.lastExpiresAt) - Date.parse(erasedAt)).toBe(365 * 86_400_000);
  });

  it('names the reason, and the bundle that was handed over', () => {
    expect(issued.certificate).toMatchObject({
      because: 'the customer asked for it',
      handedOver: { manifestSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      requestedBy: 'test',
    });
  });

  it('says nothing of who the tenant was', () => {
    expect(issued.text).not.toContain('acme');
  });

  it('keeps a copy of the certificate outside the database', () => {
    const file = join(platform.data.folder, 'certificates', `00000001-${erased.id}`);
    expect(readFileSync(`${file}.json`, 'utf8')).toBe(issued.text);
    expect(readFileSync(`${file}.md`, 'utf8')).toContain(issued.sha256);
  });

  it('is refused the second time', async () => {
    await expect(platform.perform('erase', 'acme', { now: { reason: 'again' } })).rejects.toThrow(
      'The tenant is erased already.',
    );
  });

  it('keeps the slug from being given to somebody else', async () => {
    await expect(platform.data.platform.provision('acme')).rejects.toThrow(
      'The slug "acme" was that of an erased tenant: choose another.',
    );
  });

  it('knows every table of the schema public that has rows of a tenant', async () => {
    const tables = await platform.data.sql(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name = 'tenant_id' ORDER BY 1`,
    );
    const { platformTables } = await import('../../../../tenancy/life/bundle/platform-rows');
    expect(tables.map(({ name }) => name).filter((name) => !(String(name) in platformTables))).toEqual([]);
  });
});
