/**
 * GiB of the `large` size, by the family's first letter and the service's prefix; ElastiCache keeps a part for itself.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
 */
const largeGib: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  db: { t: 8, m: 8, c: 4, r: 16, x: 32 },
  cache: { m: 6.38, r: 13.07 },
};
/** Burstable cache nodes stand alone. */
const burstableCache: Readonly<Record<string, number>> = { micro: 0.5, small: 1.37, medium: 3.09 };
const partsOfLarge: Readonly<Record<string, number>> = {
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
};

/** Memory in GiB of a class such as `db.m7g.xlarge` or `cache.m7g.large`; null for one that nobody knows here. */
export function instanceMemoryGib(name: string): number | null {
  const [service = '', family = '', size = ''] = name.split('.');
  if (service === 'cache' && family.startsWith('t')) return burstableCache[size] ?? null;
  const large = largeGib[service]?.[family.charAt(0)];
  const [, times] = /^(\d*)xlarge$/.exec(size) ?? [];
  const part = times === undefined ? partsOfLarge[size] : 2 * Number(times || 1);
  return large === undefined || part === undefined ? null : Math.round(large * part * 100) / 100;
}
