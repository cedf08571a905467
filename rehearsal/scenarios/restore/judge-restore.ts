import type { ScenarioResult } from '../scenario';
import type { TenantChecksums } from './tenant-checksums';

/** A write that the platform acknowledged. */
export interface Write {
  readonly id: string;
  /** When it was acknowledged, in milliseconds since 1970. */
  readonly at: number;
}

/** What is known when a destroyed database is back. */
export interface Restored {
  /** Of tenants that nobody wrote to, before the database was destroyed. */
  readonly before: TenantChecksums;
  readonly after: TenantChecksums;
  /** In the order in which they were acknowledged. */
  readonly acknowledged: readonly Write[];
  /** Ids of the writes that are there. */
  readonly surviving: ReadonlySet<string>;
  /** In milliseconds since 1970. */
  readonly destroyedAt: number;
  /** Segments of the log, by number: where the recovery ended, and the newest that the archive had. */
  readonly segments: { readonly recoveredTo: number; readonly newest: number };
  /** From the destruction until all pods were Ready. */
  readonly seconds: number;
}

/** docs/rehearsal.md; RDS sends its log to S3 every five minutes. */
export const dataAgeSecondsMax = 300;
export const restoreSecondsMax = 1800;

/** Whether a restored database holds what it must. */
export function judgeRestore(restored: Restored): ScenarioResult {
  const { before, after, acknowledged, surviving, destroyedAt, segments, seconds } = restored;
  const newest = acknowledged.findLast(({ id }) => surviving.has(id));
  // Where nothing survived, all since the first write is lost.
  const reachesTo = newest?.at ?? acknowledged[0]?.at ?? destroyedAt;
  const dataAgeSeconds = (destroyedAt - reachesTo) / 1000;
  const lost = acknowledged.filter(({ id }) => !surviving.has(id));
  const holes = lost.filter(({ at }) => at < reachesTo);
  const tenants = Object.keys(before);
  const changed = tenants.filter((tenant) => before[tenant] !== after[tenant]);
  return {
    figure: `${tenants.length} tenants, ${changed.length} with other rows; data ${dataAgeSeconds.toFixed(1)} s old (at most ${dataAgeSecondsMax}), ${lost.length} of ${acknowledged.length} writes lost; back after ${seconds.toFixed(0)} s (at most ${restoreSecondsMax})`,
    figures: { tenants: tenants.length, changed: changed.length, dataAgeSeconds, lost: lost.length, seconds },
    faults: [
      ...changed.map((tenant) =>
        after[tenant] === undefined ? `${tenant} is gone` : `the rows of ${tenant} are not those of before`,
      ),
      ...(tenants.length === 0 ? ['no tenant was compared'] : []),
      ...(acknowledged.length === 0 ? ['nothing was written'] : []),
      ...(newest === undefined && acknowledged.length > 0 ? ['no write survived'] : []),
      ...(holes.length > 0 ? [`${holes.length} writes are missing between others that survived`] : []),
      ...(segments.recoveredTo < segments.newest
        ? [
            `the recovery ended in segment ${segments.recoveredTo} of the log, and the archive has ${segments.newest}: one between is missing`,
          ]
        : []),
      ...(dataAgeSeconds > dataAgeSecondsMax ? [`the data are ${dataAgeSeconds.toFixed(0)} s old`] : []),
      ...(seconds > restoreSecondsMax ? [`it took ${seconds.toFixed(0)} s`] : []),
    ],
  };
}
