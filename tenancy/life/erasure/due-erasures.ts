import type { PlatformQueries } from '../../database/unit-of-work';
import type { OperationRequests } from '../operation-requests';

/**
 * Asks for the export and the erasure of every tenant whose days of grace are over, and answers their ids. Asking again
 * does no harm, so any number of processes may call it; `lifecycle` does every hour.
 */
export async function requestDueErasures(
  platform: PlatformQueries,
  requests: OperationRequests,
): Promise<readonly string[]> {
  const { rows } = await platform.query<{ id: string; erase_after: Date }>({
    text: `SELECT id, erase_after FROM public.tenants WHERE status = 'leaving' AND erase_after <= now() ORDER BY erase_after`,
  });
  for (const { id: tenantId, erase_after } of rows) {
    const requestKey = `${tenantId}:${erase_after.toISOString()}`;
    const requestedBy = 'end of the days of grace';
    await requests.request({
      kind: 'export',
      tenantId,
      input: { audience: 'restore' },
      requestedBy,
      requestKey,
    });
    await requests.request({ kind: 'erase', tenantId, input: {}, requestedBy, requestKey });
  }
  return rows.map(({ id }) => id);
}
