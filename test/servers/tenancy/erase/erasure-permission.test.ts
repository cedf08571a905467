import { rmSync } from 'node:fs';
import { requestDueErasures } from '../../../../tenancy/life/erasure/due-erasures';
import { LifecycleRunner } from '../../../../tenancy/life/lifecycle-runner';
import { DataPlatform } from '../export/data-platform';

const now = { reason: 'the customer asked for it' };

describe('whether a tenant may be erased', () => {
  let data: DataPlatform;

  beforeAll(async () => {
    data = await DataPlatform.start([]);
  });
  afterAll(() => data?.stop());

  const statusOf = async (slug: string): Promise<unknown> =>
    (await data.sql('SELECT status FROM public.tenants WHERE id = $1', [data.platform.tenant(slug).id]))[0]
      ?.status;
  const graceIsOver = (slug: string): Promise<unknown> =>
    data.sql(`UPDATE public.tenants SET erase_after = now() - interval '1 second' WHERE slug = $1`, [slug]);

  it('not while it is active', async () => {
    await data.tenantWithRows('active');
    await data.export('active');
    await expect(data.perform('erase', 'active')).rejects.toThrow('The tenant is active: offboard it first');
    expect(await statusOf('active')).toBe('active');
  });

  it('not during the 30 days of grace', async () => {
    await data.tenantWithRows('grace');
    const { result } = await data.perform('offboard', 'grace');
    const days = (Date.parse((result as { eraseAfter: string }).eraseAfter) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(30, 2);
    await data.export('grace');
    await expect(data.perform('erase', 'grace')).rejects.toThrow('may change its mind until');
    expect(await data.digests('grace')).toHaveLength(7);
  });

  it('not when it came back', async () => {
    await data.tenantWithRows('back');
    await data.perform('offboard', 'back', { graceDays: 0 });
    await data.perform('resume', 'back');
    await data.export('back');
    await expect(data.perform('erase', 'back')).rejects.toThrow('The tenant is active');
  });

  it('not without an export', async () => {
    await data.tenantWithRows('unsaved');
    await expect(data.perform('erase', 'unsaved', { now })).rejects.toThrow('There is no whole export');
  });

  it('not with an export of before it was offboarded', async () => {
    await data.tenantWithRows('old-export');
    await data.export('old-export');
    await data.perform('offboard', 'old-export', { graceDays: 0 });
    await expect(data.perform('erase', 'old-export')).rejects.toThrow('There is no whole export');
  });

  it('not with an export whose bundle is gone', async () => {
    await data.tenantWithRows('gone');
    await data.perform('offboard', 'gone', { graceDays: 0 });
    rmSync((await data.export('gone')).folder, { recursive: true });
    await expect(data.perform('erase', 'gone')).rejects.toThrow('There is no whole export');
  });

  it('without an export when a reason is given', async () => {
    await data.tenantWithRows('waived');
    await data.perform('erase', 'waived', { now, withoutExport: { reason: 'test data' } });
    expect(await statusOf('waived')).toBe('erased');
  });

  it('after the days of grace, by itself', async () => {
    await data.tenantWithRows('due');
    await data.perform('offboard', 'due');
    await graceIsOver('due');
    const { database } = data.platform;
    const due = await requestDueErasures(database, data.life.requests);
    expect(due).toContain(data.platform.tenant('due').id);
    await requestDueErasures(database, data.life.requests);
    const runner = new LifecycleRunner({ database, kinds: data.life.kinds, pollSeconds: 0.05 });
    runner.start();
    while ((await statusOf('due')) !== 'erased') await new Promise((resolve) => setTimeout(resolve, 50));
    await runner.stop();
    const asked = await data.sql(
      `SELECT kind FROM public.tenant_operations WHERE tenant_id = $1 AND kind IN ('export', 'erase') ORDER BY kind`,
      [data.platform.tenant('due').id],
    );
    expect(asked).toEqual([{ kind: 'erase' }, { kind: 'export' }]);
  });

  it('is refused to the application by itself: its login may only ask', async () => {
    const { postgres, logins } = data.platform;
    await expect(postgres.query(logins.application, 'DELETE FROM public.tenants')).rejects.toThrow(
      'permission denied',
    );
    await expect(
      postgres.query(logins.application, 'DELETE FROM public.deletion_certificates'),
    ).rejects.toThrow('permission denied');
  });
});
