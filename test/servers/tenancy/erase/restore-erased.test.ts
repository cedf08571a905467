import type { BundleReference } from '../../../../tenancy/life/export/export-operation';
import type { TableDigest } from '../../../../tenancy/life/bundle/manifest';
import { DataPlatform } from '../export/data-platform';

const waiver = { now: { reason: 'the customer asked for it' } };

describe('a tenant that was erased and comes back', () => {
  let data: DataPlatform;
  let bundle: BundleReference;
  let before: TableDigest[];
  let others: TableDigest[];
  let registry: Record<string, unknown> | undefined;
  const row = async (): Promise<Record<string, unknown> | undefined> =>
    (await data.sql('SELECT * FROM public.tenants WHERE id = $1', [data.platform.tenant('acme').id]))[0];

  beforeAll(async () => {
    data = await DataPlatform.start(['acme', 'globex']);
    before = await data.digests('acme');
    others = await data.digests('globex');
    registry = await row();
    bundle = await data.export('acme');
    await data.perform('erase', 'acme', waiver);
    await data.perform('restore', 'acme', { source: { prefix: bundle.prefix, sha256: bundle.sha256 } });
  });
  afterAll(() => data?.stop());

  it('has its rows, byte by byte', async () => {
    expect(await data.digests('acme')).toEqual(before);
  });

  it('has its row in the registry', async () => {
    expect(await row()).toEqual({ ...registry, activated_at: expect.any(Date) });
  });

  it('has its data keys', async () => {
    const keys = await data.sql('SELECT version, wrapped FROM public.tenant_data_keys WHERE tenant_id = $1', [
      data.platform.tenant('acme').id,
    ]);
    expect(keys).toEqual([{ version: 1, wrapped: Buffer.from('abcd', 'hex') }]);
  });

  it('is reached by the application, and only through its role', async () => {
    const { postgres, logins } = data.platform;
    const query = 'SELECT count(*)::integer AS count FROM tenant_acme.agents';
    expect(await postgres.query(logins.application, `SET ROLE tenant_acme; ${query}`)).toEqual([
      { count: 40 },
    ]);
    await expect(postgres.query(logins.application, query)).rejects.toThrow('permission denied');
    await expect(postgres.query(logins.application, `SET ROLE tenant_globex; ${query}`)).rejects.toThrow(
      'permission denied',
    );
  });

  it('has its unfinished tasks waiting', async () => {
    expect(await data.sql('SELECT FROM public.outbox WHERE role_name = $1', ['tenant_acme'])).toHaveLength(3);
  });

  it('leaves the others as they were', async () => {
    expect(await data.digests('globex')).toEqual(others);
  });

  it('can be erased again, with a certificate of its own', async () => {
    await data.perform('erase', 'acme', { ...waiver, withoutExport: { reason: 'there is one' } });
    const places = await data.sql(
      'SELECT place FROM public.deletion_certificates WHERE tenant_id = $1 ORDER BY 1',
      [data.platform.tenant('acme').id],
    );
    expect(places).toEqual([{ place: '1' }, { place: '2' }]);
  });

  it('comes back also when the registry has lost it', async () => {
    await data.sql('DELETE FROM public.tenants WHERE id = $1', [data.platform.tenant('acme').id]);
    await data.perform('restore', 'acme', { source: { prefix: bundle.prefix, sha256: bundle.sha256 } });
    expect(await data.digests('acme')).toEqual(before);
  });
});
