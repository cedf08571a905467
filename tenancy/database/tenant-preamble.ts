import type { TenantContext } from '../context/tenant-context';
import { tenantSchemaName } from './identifiers';
import type { WireStatement } from './wire-batch';

/** Type number of `text` in every PostgreSQL. */
const text = 25;

/**
 * Takes the tenant's role and schema until the transaction ends. The names are bind parameters; `set_config('role', …)`
 * is checked as SET ROLE is. Only the tenant's schema is searched: what is shared is written `public.…`.
 */
export function tenantPreamble(tenant: TenantContext, { readOnly = false } = {}): WireStatement {
  const name = tenantSchemaName(tenant.slug);
  const readOnlyToo = readOnly ? `, pg_catalog.set_config('transaction_read_only', 'on', true)` : '';
  return {
    text: `SELECT pg_catalog.set_config('role', $1, true), pg_catalog.set_config('search_path', $2, true)${readOnlyToo}`,
    name: readOnly ? 'tenancy:role-read-only' : 'tenancy:role',
    values: [name, name],
    parameterTypes: [text, text],
    silent: true,
  };
}
