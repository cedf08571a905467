import { tenantSchemaName } from '../database/identifiers';
import type { PlatformQueries } from '../database/unit-of-work';
import { recordUsage } from './record-usage';
import { hourNumber, toMicros } from './usage-metrics';

export interface StorageSample {
  readonly platform: PlatformQueries;
  /** Tenants whose data is kept, suspended ones too. */
  readonly tenants: () => Promise<readonly { readonly id: string; readonly slug: string }[]>;
  /** Bytes of each tenant's files outside of the database, by tenant id. Default: none has any. */
  readonly fileBytes?: (tenantIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** Default: now. */
  readonly at?: Date;
}

const bytesPerGib = 2 ** 30;
/** Sizes are asked for this many tenants at a time: each table costs the server a look at its files. */
const tenantsPerQuery = 100;

/**
 * Counts what each tenant keeps at this moment as kept for the whole hour: tables with their indexes in its schema, and
 * files. Only the first sample of an hour counts (then it answers true), so every process may try.
 */
export async function sampleStorage({
  platform,
  tenants,
  fileBytes,
  at = new Date(),
}: StorageSample): Promise<boolean> {
  const hour = hourNumber(at);
  if (await isSampled(platform, hour)) return false;
  const all = await tenants();
  const files = await fileBytes?.(all.map(({ id }) => id));
  const counts = [];
  for (let start = 0; start < all.length; start += tenantsPerQuery) {
    const some = all.slice(start, start + tenantsPerQuery);
    const tables = await tableBytes(
      platform,
      some.map(({ slug }) => tenantSchemaName(slug)),
    );
    for (const { id: tenantId, slug } of some) {
      const bytes = (tables.get(tenantSchemaName(slug)) ?? 0) + (files?.get(tenantId) ?? 0);
      counts.push({
        tenantId,
        at,
        metric: 'storage_gib_hours' as const,
        micros: toMicros(bytes / bytesPerGib),
      });
    }
  }
  return recordUsage(platform, { source, sequence: hour, counts });
}

const source = 'storage-sample';

async function isSampled(platform: PlatformQueries, hour: number): Promise<boolean> {
  const { rows } = await platform.query({
    text: 'SELECT FROM public.usage_sources WHERE source = $1 AND last_sequence >= $2',
    values: [source, hour],
  });
  return rows.length > 0;
}

async function tableBytes(
  platform: PlatformQueries,
  schemas: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await platform.query<{ schema: string; bytes: string }>({
    text: `SELECT n.nspname AS schema, sum(coalesce(pg_total_relation_size(c.oid), 0)) AS bytes
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'm') GROUP BY n.nspname`,
    values: [schemas],
  });
  return new Map(rows.map(({ schema, bytes }) => [schema, Number(bytes)]));
}
