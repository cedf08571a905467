import { DataPlatform } from '../../test/servers/tenancy/export/data-platform';
import type { BundleReference } from '../../tenancy/life/export/export-operation';

export interface DataMeasurement {
  readonly tenants: number;
  /** What the tenant has that is moved, in MiB on the server's disk. */
  readonly tenantMib: number;
  readonly bundleMib: number;
  /** Whether every table of the tenant has the same count and SHA-256 after export, erasure and restore. */
  readonly bytesEqual: boolean;
  /** Other tenants with a table whose count or SHA-256 is another one. */
  readonly othersChanged: readonly string[];
  readonly exportSeconds: number;
  readonly eraseSeconds: number;
  readonly restoreSeconds: number;
  /** By how much objects and buffers of this process, garbage included, grew at most meanwhile. */
  readonly memoryGrowthMib: number;
}

export interface DataOptions {
  /** Default 1,000. */
  readonly tenants?: number;
  /** Of random text in the tenant that is moved. Default 200. */
  readonly tenantMib?: number;
}

const mebibyte = 1024 ** 2;
const rowsPerMib = 1024;
/** Tenants that are made at one time. */
const atOnce = 3;
const slugOf = (index: number): string => `customer-${String(index).padStart(4, '0')}`;

/**
 * Exports one tenant of many, erases it and restores it from its bundle, and compares checksums of every table of every
 * tenant from before and after.
 */
export async function measureTenantData({
  tenants = 1_000,
  tenantMib = 200,
}: DataOptions = {}): Promise<DataMeasurement> {
  const data = await DataPlatform.start([]);
  try {
    await Promise.all(
      Array.from({ length: atOnce }, async (_, first) => {
        for (let index = first; index < tenants; index += atOnce) await data.tenantWithRows(slugOf(index));
      }),
    );
    const moved = slugOf(Math.floor(tenants / 2));
    await data.as(moved, `${randomText(tenantMib)}; SELECT 1`);
    const before = await digestsOfAll(data, tenants);
    const [{ bytes } = {}] = await data.as(
      moved,
      `SELECT sum(pg_total_relation_size(oid))::text AS bytes FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`,
    );
    const memory = watchMemory();
    const [exportSeconds, exported] = await timed(() => data.perform('export', moved));
    const reference = exported.result as BundleReference & { readonly bytes: number };
    const [eraseSeconds] = await timed(() =>
      data.perform('erase', moved, { now: { reason: 'a measurement' } }),
    );
    const { prefix, sha256 } = reference;
    const [restoreSeconds] = await timed(() =>
      data.perform('restore', moved, { source: { prefix, sha256 } }),
    );
    const memoryGrowthMib = memory.stop();
    const after = await digestsOfAll(data, tenants);
    const changed = [...before]
      .filter(([slug, digests]) => after.get(slug) !== digests)
      .map(([slug]) => slug);
    return {
      tenants,
      tenantMib: Number(bytes) / mebibyte,
      bundleMib: reference.bytes / mebibyte,
      bytesEqual: !changed.includes(moved),
      othersChanged: changed.filter((slug) => slug !== moved),
      exportSeconds,
      eraseSeconds,
      restoreSeconds,
      memoryGrowthMib,
    };
  } finally {
    await data.stop();
  }
}

/** Rows of a kibibyte that does not pack well. */
const randomText = (mib: number): string => `
  INSERT INTO sightings SELECT string_agg(md5(i || ',' || j), ''), i
  FROM generate_series(1, ${mib * rowsPerMib}) AS i, generate_series(1, 32) AS j GROUP BY i`;

async function digestsOfAll(data: DataPlatform, tenants: number): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (let index = 0; index < tenants; index += 1) {
    digests.set(slugOf(index), JSON.stringify(await data.digests(slugOf(index))));
  }
  return digests;
}

async function timed<Result>(work: () => Promise<Result>): Promise<readonly [number, Result]> {
  const started = performance.now();
  const result = await work();
  return [(performance.now() - started) / 1000, result];
}

/** Objects and buffers rather than the process's size, which does not shrink after what was done before. */
function watchMemory(): { readonly stop: () => number } {
  const inUse = (): number => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = inUse();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, inUse())), 20);
  return {
    stop: () => {
      clearInterval(timer);
      return (most - before) / mebibyte;
    },
  };
}

/** What was measured, the figure, and what it may be at most. */
export const dataRows = (seen: DataMeasurement): readonly (readonly [string, string, string])[] => [
  [
    `one tenant of ${seen.tenants} (${Math.round(seen.tenantMib)} MiB) exported, erased and restored: tables that differ`,
    seen.bytesEqual ? 'none' : 'some',
    'none',
  ],
  ['the same: other tenants with a table that differs', String(seen.othersChanged.length), '0'],
  [
    'its export, erasure and restore',
    [seen.exportSeconds, seen.eraseSeconds, seen.restoreSeconds].map((s) => `${s.toFixed(1)} s`).join(', '),
    '',
  ],
  ['memory that this takes at most, garbage included', `${Math.round(seen.memoryGrowthMib)} MiB`, '100 MiB'],
];

if (require.main === module) {
  const [tenants = 1_000, tenantMib = 200] = process.argv.slice(2).map(Number);
  measureTenantData({ tenants, tenantMib }).then(
    (seen) => process.stdout.write(`${JSON.stringify({ ...seen, rows: dataRows(seen) }, null, 2)}\n`),
    (error: Error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exitCode = 2;
    },
  );
}
