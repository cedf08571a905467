import { TenancyError } from '../../context/tenancy-error';
import type { ErasedTenant, TenantStore } from './tenant-store';

export interface LokiStoreOptions {
  /** Of the compactor, or of the whole in one process, such as `http://loki:3100`. */
  readonly url: string;
  /**
   * LogQL that finds a tenant's lines by a label or structured metadata, such as
   * `({ id }) => '{namespace="app"} | tenant="' + id + '"'`.
   */
  readonly query: (tenant: ErasedTenant) => string;
  /** Loki's own tenant, sent as `X-Scope-OrgID`; default none, for a Loki without them. */
  readonly organisation?: string;
  /** How far back lines can be: the retention of logs. */
  readonly retentionDays: number;
  /** Default 10. */
  readonly timeoutSeconds?: number;
}

/**
 * Lines of a tenant in Loki. A request to delete hides the lines from queries within five minutes; the compactor removes
 * them after its `delete_request_cancel_period`, by default 24 hours. Loki has to run with
 * `deletion_mode: filter-and-delete`.
 * https://grafana.com/docs/loki/latest/operations/storage/logs-deletion/
 */
export class LokiStore implements TenantStore {
  constructor(private readonly options: LokiStoreOptions) {}

  /** Loki counts no lines without reading them all. */
  async count(): Promise<null> {
    return null;
  }

  async remove(tenant: ErasedTenant): Promise<string> {
    const { url, query, retentionDays } = this.options;
    const now = Math.floor(Date.now() / 1000);
    const parameters = new URLSearchParams({
      query: query(tenant),
      start: String(now - (retentionDays + 1) * 86_400),
      end: String(now),
    });
    const target = new URL(`loki/api/v1/delete?${parameters}`, url.endsWith('/') ? url : `${url}/`);
    const response = await fetch(target, {
      method: 'POST',
      headers: { ...(this.options.organisation && { 'X-Scope-OrgID': this.options.organisation }) },
      signal: AbortSignal.timeout((this.options.timeoutSeconds ?? 10) * 1000),
    });
    if (!response.ok) {
      const answer = (await response.text()).trim().slice(0, 200);
      throw new TenancyError(
        'conflict',
        `Loki refuses to delete log lines (${response.status}: ${answer}): look at its deletion_mode and retention.`,
      );
    }
    return 'Loki accepted the request: the lines are hidden within five minutes, and removed after its cancellation period.';
  }
}
