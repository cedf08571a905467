import { LokiStore } from '@platform/tenancy/life/erasure/loki-store';
import type { TenantStores } from '@platform/tenancy/life/erasure/tenant-store';
import type { Settings } from '../settings';

/** Log lines of tenants in Loki, by the field that every line of their work has. */
export function logStore({ lokiUrl, backupRetention }: Settings): TenantStores['logs'] {
  if (!lokiUrl) return { absent: 'LOKI_URL is not set: log lines expire with their retention.' };
  return new LokiStore({
    url: lokiUrl,
    // The agent makes the field `tenant` of a line its structured metadata; ids are letters, digits and hyphens.
    query: ({ id }) => `{namespace="app"} | tenant="${id}"`,
    retentionDays: backupRetention?.logExpireAfterDays ?? 0,
  });
}
