import { dataRows, measureTenantData } from '../../../../verify/benchmark/tenancy-data';

describe('one tenant among many', () => {
  it('is exported, erased and restored byte by byte, and no other changes', async () => {
    const seen = await measureTenantData({ tenants: 20, tenantMib: 10 });
    expect(seen).toMatchObject({ tenants: 20, bytesEqual: true, othersChanged: [] });
    expect(dataRows(seen)).toHaveLength(4);
  }, 120_000);
});
