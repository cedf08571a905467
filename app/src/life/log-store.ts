import { LokiStore } from '@platform/tenancy/life/erasure/loki-store';
import type { TenantStores } from '@platform/tenancy/life/erasure/tenant-store';
import type { Settings } from '../settings';

/** Log lines of tenants in Loki, by the label that the collector gives the application's pods. */
export function logStore({ lokiUrl, backupRetention }: Settings): TenantStores['logs'] {
  if (!lokiUrl) return { absent: 'LOKI_URL is not set: log lines expire with their retention.' };
  return new LokiStore({
    url: lokiUrl,
    // Every line of a tenant's work has its id; ids are letters, digits and hyphens.
    query: ({ id }) => `{namespace="app"} |= "${id}"`,
    retentionDays: backupRetention?.logExpireAfterDays ?? 0,
  });
}
