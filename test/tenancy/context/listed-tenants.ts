import { TenancyError } from '../../../tenancy/context/tenancy-error';
import { type TenantContext, tenantContextSchema } from '../../../tenancy/context/tenant-context';
import type { TenantRecord, TenantRegistry } from '../../../tenancy/registry/tenant-record';

/** A tenant of the free tier, unless the test says otherwise. */
export function tenantRecord(given: Partial<TenantRecord> & Pick<TenantRecord, 'id' | 'slug'>): TenantRecord {
  return {
    name: given.slug,
    tier: 'free',
    region: 'us-east-1',
    status: 'active',
    contractLimits: null,
    providerBudgetUsd: null,
    temporalNamespace: null,
    ...given,
  };
}

export const acme = tenantRecord({ id: '0b8f6c0e-3f0e-4c0a-9a55-000000000001', slug: 'acme-corp' });
export const globex = tenantRecord({ id: '0b8f6c0e-3f0e-4c0a-9a55-000000000002', slug: 'globex' });

/** The registry's answers from a list, for tests of what asks it. It also remembers what it was asked. */
export class ListedTenants implements TenantRegistry {
  readonly asked: string[] = [];
  private readonly records = new Map<string, TenantRecord>();

  constructor(...records: readonly TenantRecord[]) {
    records.forEach((record) => this.put(record));
  }

  put(record: TenantRecord): void {
    this.records.set(record.id, record);
  }

  async byId(id: string): Promise<TenantRecord | null> {
    this.asked.push(id);
    return this.records.get(id) ?? null;
  }

  async bySlug(slug: string): Promise<TenantRecord | null> {
    this.asked.push(slug);
    return [...this.records.values()].find((record) => record.slug === slug) ?? null;
  }

  async activeById(id: string): Promise<TenantContext> {
    return servable(await this.byId(id));
  }

  async activeBySlug(slug: string): Promise<TenantContext> {
    return servable(await this.bySlug(slug));
  }
}

function servable(record: TenantRecord | null): TenantContext {
  if (!record) throw new TenancyError('unknown-tenant', 'There is no such tenant.');
  if (record.status !== 'active') throw new TenancyError('inactive-tenant', 'The tenant is not active.');
  const { id, slug, tier, region } = record;
  return tenantContextSchema.parse({ id, slug, tier, region });
}
