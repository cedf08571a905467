import type { PlatformQueries } from '@platform/tenancy/database/unit-of-work';
import { sharedNamespace } from './names';

/** Temporal's namespaces that tenants are in: the shared one, and those of tenants who have their own. */
export async function tenantNamespaces(platform: PlatformQueries): Promise<string[]> {
  const { rows } = await platform.query<{ namespace: string }>({
    text: `SELECT DISTINCT temporal_namespace AS namespace FROM public.tenants
           WHERE temporal_namespace IS NOT NULL AND status = 'active'`,
  });
  return [sharedNamespace, ...rows.map(({ namespace }) => namespace)];
}
