import { randomUUID } from 'node:crypto';
import { countTenants } from '../../../../tenancy/life/tenant-list';
import { TenantPlatform } from '../support/tenant-platform';

const requester = { requestedBy: 'ada' };

describe('the status and tier of a tenant', () => {
  let platform: TenantPlatform;
  let id: string;

  beforeAll(async () => {
    platform = await TenantPlatform.start();
  });
  beforeEach(async () => {
    ({ id } = await platform.provision(`t-${randomUUID().slice(0, 8)}`));
  });
  afterAll(() => platform?.stop());

  const tenant = async () => (await platform.life.list()).find((one) => one.id === id);

  it('is suspended with the reason', async () => {
    await platform.life.suspend(id, 'unpaid', requester);
    expect(await tenant()).toMatchObject({ status: 'suspended', suspendedBecause: 'unpaid' });
  });

  it('is suspended once: the first date stays', async () => {
    await platform.life.suspend(id, 'unpaid', requester);
    const first = (await tenant())?.suspendedAt;
    await platform.life.suspend(id, 'abuse', requester);
    expect(await tenant()).toMatchObject({ suspendedAt: first, suspendedBecause: 'abuse' });
  });

  it('is active again after a resume', async () => {
    await platform.life.suspend(id, 'unpaid', requester);
    await platform.life.resume(id, requester);
    expect(await tenant()).toMatchObject({ status: 'active', suspendedAt: null, suspendedBecause: null });
  });

  it('can be taken back from the days of grace', async () => {
    await platform.database.query({
      text: `UPDATE public.tenants SET status = 'leaving', erase_after = now() + interval '30 days' WHERE id = $1`,
      values: [id],
    });
    await platform.life.resume(id, requester);
    expect(await tenant()).toMatchObject({ status: 'active', eraseAfter: null });
  });

  it('takes another tier, with limits of its own', async () => {
    await platform.life.changeTier(id, { tier: 'starter', contractLimits: { agents: 33 } }, requester);
    expect(await tenant()).toMatchObject({ tier: 'starter', contractLimits: { agents: 33 } });
  });

  it('keeps the budget when the tier changes', async () => {
    await platform.life.changeTier(id, { tier: 'starter', providerBudgetUsd: 50 }, requester);
    await platform.life.changeTier(id, { tier: 'growth' }, requester);
    expect(await tenant()).toMatchObject({ tier: 'growth', providerBudgetUsd: 50 });
  });

  it('takes a budget away', async () => {
    await platform.life.changeTier(id, { tier: 'starter', providerBudgetUsd: 50 }, requester);
    await platform.life.changeTier(id, { tier: 'starter', providerBudgetUsd: null }, requester);
    expect(await tenant()).toMatchObject({ providerBudgetUsd: null });
  });

  it('does not become enterprise without limits', async () => {
    const change = platform.life.changeTier(id, { tier: 'enterprise' }, requester);
    await expect(change).rejects.toThrow('needs contractLimits');
  });

  it.each(['suspend', 'resume', 'change-tier'])('stays what it is when %s finds it erased', async (kind) => {
    await platform.database.query({
      text: `UPDATE public.tenants SET status = 'erased' WHERE id = $1`,
      values: [id],
    });
    const input = { suspend: { reason: 'x' }, resume: {}, 'change-tier': { tier: 'free' } }[kind] ?? {};
    const change = platform.life.perform({ kind, tenantId: id, input, ...requester });
    await expect(change).rejects.toThrow(`A tenant that is erased has no "${kind}"`);
  });

  it('is unknown for an unknown tenant', async () => {
    const change = platform.life.suspend(randomUUID(), 'x', requester);
    await expect(change).rejects.toMatchObject({ code: 'unknown-tenant' });
  });

  it('is counted', async () => {
    await platform.life.suspend(id, 'unpaid', requester);
    const one = (await platform.life.list()).filter((listed) => listed.id === id);
    expect(countTenants(one)).toEqual({
      tenants: 1,
      byStatus: { suspended: 1 },
      byTier: { growth: 1 },
      byVersion: { [String(one[0]?.schemaVersion)]: 1 },
    });
  });

  it('leaves who asked for each change, the newest first', async () => {
    await platform.life.suspend(id, 'unpaid', requester);
    await platform.life.resume(id, { requestedBy: 'grace' });
    const operations = await platform.life.requests.list({ tenantId: id });
    expect(operations.map(({ kind, requestedBy }) => [kind, requestedBy])).toEqual([
      ['resume', 'grace'],
      ['suspend', 'ada'],
      ['provision', 'test'],
    ]);
  });
});
