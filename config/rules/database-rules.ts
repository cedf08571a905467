import type { Fault } from '../errors';
import { rule } from './rule';

/** From this size RDS stripes gp3 over four volumes, and only then its performance can be set. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage */
const stripedFromGib = 400;
const stripedIops = { min: 12_000, max: 64_000 };
const stripedThroughputMibps = { min: 500, max: 4_000 };
/** MiB/s for each IOPS. */
const throughputPerIops = 0.25;

/** In tenths of the storage. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html */
const growthTenths = 11;

/** The oldest moment that any RDS instance can be restored to. */
const longestPointInTimeDays = 35;
const dayMs = 86_400_000;

export const iopsFitTheStorage = rule(['database.storageGib', 'database.iops'], ([storageGib, iops]) =>
  performanceFaults('database.iops', iops, storageGib, stripedIops),
);

export const throughputFitsTheStorage = rule(
  ['database.storageGib', 'database.throughputMibps'],
  ([storageGib, throughputMibps]) =>
    performanceFaults('database.throughputMibps', throughputMibps, storageGib, stripedThroughputMibps),
);

export const throughputFitsTheIops = rule(
  ['database.storageGib', 'database.iops', 'database.throughputMibps'],
  ([storageGib, iops, throughputMibps]) => {
    const most = (iops ?? stripedIops.min) * throughputPerIops;
    return storageGib >= stripedFromGib && throughputMibps !== null && throughputMibps > most
      ? [
          {
            field: 'database.throughputMibps',
            got: `${throughputMibps}`,
            allowed: `at most ${most}: a quarter of ${iops ?? stripedIops.min} IOPS`,
          },
        ]
      : [];
  },
);

export const storageCanGrow = rule(
  ['database.storageGib', 'database.maxStorageGib'],
  ([storageGib, maxStorageGib]) => {
    const least = Math.ceil((storageGib * growthTenths) / 10);
    return maxStorageGib < least
      ? [
          {
            field: 'database.maxStorageGib',
            got: `${maxStorageGib}`,
            allowed: `at least ${least}: RDS wants a tenth more than storageGib ${storageGib}`,
          },
        ]
      : [];
  },
);

export const snapshotIsInTheRegion = rule(['region', 'database.from'], ([region, from]) => {
  if (from.kind !== 'snapshot') return [];
  const ofSnapshot = from.snapshotArn.split(':')[3];
  return ofSnapshot === region
    ? []
    : [
        {
          field: 'database.from.snapshotArn',
          got: from.snapshotArn,
          allowed: `a snapshot in ${region}: copy it there first`,
        },
      ];
});

export const restoreTimeIsInReach = rule(['database.from'], ([from], { today }) => {
  if (!('restoreTime' in from) || from.restoreTime === 'latest') return [];
  const ageMs = today.getTime() - Date.parse(from.restoreTime);
  return ageMs < 0 || ageMs > longestPointInTimeDays * dayMs
    ? [
        {
          field: 'database.from.restoreTime',
          got: from.restoreTime,
          allowed: `latest, or a time in the past ${longestPointInTimeDays} days`,
        },
      ]
    : [];
});

function performanceFaults(
  field: string,
  value: number | null,
  storageGib: number,
  bounds: { readonly min: number; readonly max: number },
): Fault[] {
  if (value === null) return [];
  if (storageGib < stripedFromGib) {
    return [
      { field, got: `${value}`, allowed: `null: gp3 under ${stripedFromGib} GiB has a fixed performance` },
    ];
  }
  return value < bounds.min || value > bounds.max
    ? [{ field, got: `${value}`, allowed: `null, or ${bounds.min} to ${bounds.max}` }]
    : [];
}
