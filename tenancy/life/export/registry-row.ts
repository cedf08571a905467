import { TenancyError } from '../../context/tenancy-error';
import { type TenantContext, tenantContextSchema } from '../../context/tenant-context';
import type { PlatformQueries } from '../../database/unit-of-work';
import { tenantSchemaName } from '../../database/identifiers';
import type { TenantStatus } from '../../registry/tenant-record';

export interface RegistryRow {
  readonly tenant: TenantContext;
  readonly status: TenantStatus;
  /** Its schema, and its role. */
  readonly schema: string;
  /** null unless it is leaving. */
  readonly eraseAfter: Date | null;
  /** A Temporal namespace of its own; null is the shared one. */
  readonly temporalNamespace: string | null;
}

interface RegistryColumns {
  readonly status: TenantStatus;
  readonly erase_after: Date | null;
  readonly temporal_namespace: string | null;
}

/** What the registry says now, past every cache. Throws `unknown-tenant` for an id that it does not have. */
export async function registryRow(database: PlatformQueries, tenantId: string | null): Promise<RegistryRow> {
  const { rows } = await database.query<TenantContext & RegistryColumns>({
    text: 'SELECT id, slug, tier, region, status, erase_after, temporal_namespace FROM public.tenants WHERE id = $1',
    values: [tenantId],
  });
  const [row] = rows;
  if (!row) throw new TenancyError('unknown-tenant', 'The registry has no tenant of this id.');
  const { status, erase_after: eraseAfter, temporal_namespace: temporalNamespace, ...context } = row;
  const tenant = tenantContextSchema.parse(context);
  return { tenant, status, schema: tenantSchemaName(tenant.slug), eraseAfter, temporalNamespace };
}

/** The same of a tenant that has a schema. Throws `conflict` while it is being made, and once it is erased. */
export async function livingTenant(database: PlatformQueries, tenantId: string | null): Promise<RegistryRow> {
  const row = await registryRow(database, tenantId);
  if (row.status === 'provisioning' || row.status === 'erased') {
    throw new TenancyError('conflict', `The tenant is ${row.status}, so it has no data.`);
  }
  return row;
}
