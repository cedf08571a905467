import { InputError } from './errors';

/**
 * Memory in GiB of the `large` size of each family's first letter; other sizes are multiples of it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
 */
const memoryGibOfLarge: Readonly<Record<string, number>> = { t: 8, m: 8, r: 16 };

const multipleOfLarge: Readonly<Record<string, number>> = {
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
};

/**
 * CPU credits that a burstable instance earns in an hour; one is a vCPU at 100% for a minute.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
 */
const creditsPerHourOfSize: Readonly<Record<string, number>> = {
  micro: 12,
  small: 24,
  medium: 24,
  large: 36,
  xlarge: 96,
  '2xlarge': 192,
};

/** What an instance class such as `m7g.xlarge` brings. */
export interface InstanceClass {
  readonly memoryBytes: number;
  /**
   * RDS's default `max_connections`, LEAST(DBInstanceClassMemory / 9531392, 5000), of the whole memory. The real value
   * is about a tenth lower, because RDS takes its own share first.
   * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
   */
  readonly maxConnections: number;
  /** null: not burstable. */
  readonly creditsPerHour: number | null;
}

/** @throws InputError for a family or size whose memory is not known here: its alarms would have no thresholds. */
export function instanceClassOf(name: string): InstanceClass {
  const known = knownInstanceClass(name);
  if (known) return known;
  throw new InputError('environment', [
    {
      field: 'database.instanceClass',
      got: name,
      allowed: 'a t, m or r class from micro to 24xlarge, such as m7g.xlarge',
    },
  ]);
}

/** null: its family or size is not known here. */
export function knownInstanceClass(name: string): InstanceClass | null {
  const [family = '', size = ''] = name.split('.');
  const memoryGib = (memoryGibOfLarge[family.charAt(0)] ?? NaN) * sizeInLarges(size);
  if (Number.isNaN(memoryGib)) return null;
  const memoryBytes = memoryGib * 1024 ** 3;
  return {
    memoryBytes,
    maxConnections: Math.floor(Math.min(memoryBytes / 9_531_392, 5000)),
    creditsPerHour: family.startsWith('t') ? (creditsPerHourOfSize[size] ?? null) : null,
  };
}

/** NaN: no such size. */
function sizeInLarges(size: string): number {
  const [, count] = /^(\d*)xlarge$/.exec(size) ?? [];
  return count === undefined ? (multipleOfLarge[size] ?? NaN) : 2 * Number(count || 1);
}
