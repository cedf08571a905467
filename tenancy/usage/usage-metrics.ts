/** What is metered, each in the unit of its name. */
export const usageMetrics = [
  'requests',
  'tasks',
  'workflow_seconds',
  /** GiB kept for an hour, sampled once an hour. */
  'storage_gib_hours',
  'egress_bytes',
  'provider_calls',
  'provider_input_tokens',
  'provider_output_tokens',
] as const;
export type UsageMetric = (typeof usageMetrics)[number];

/** Provider and model of what is used at a model provider; of all else both are empty. */
export interface ProviderModel {
  readonly provider: string;
  readonly model: string;
}

/** A quantity of one tenant, counted towards the hour (UTC) in which `at` lies. */
export interface UsageCount {
  readonly tenantId: string;
  readonly at: Date;
  readonly metric: UsageMetric;
  readonly of?: ProviderModel;
  /** In millionths of the metric's unit: integers, so that sums are exact in any order. */
  readonly micros: bigint;
}

const microsPerUnit = 1_000_000;

/** Throws `RangeError` for what cannot be counted: negative, not finite, or too large to be exact. */
export function toMicros(quantity: number): bigint {
  if (!Number.isFinite(quantity) || quantity < 0 || quantity > Number.MAX_SAFE_INTEGER) {
    throw new RangeError(`Usage is a number from 0 up, not ${quantity}.`);
  }
  const whole = Math.floor(quantity);
  return BigInt(whole) * BigInt(microsPerUnit) + BigInt(Math.round((quantity - whole) * microsPerUnit));
}

/** The quantity as PostgreSQL's numeric reads it. */
export const decimalOf = (micros: bigint): string =>
  `${micros / BigInt(microsPerUnit)}.${String(micros % BigInt(microsPerUnit)).padStart(6, '0')}`;

export const millisecondsAnHour = 3_600_000;

/** Number of the hour since 1970, UTC. */
export const hourNumber = (at: Date): number => Math.floor(at.getTime() / millisecondsAnHour);

export const hourStart = (at: Date): Date => new Date(hourNumber(at) * millisecondsAnHour);

/** First moments of the month (UTC) of `at` and of the next one. */
export const monthOf = (at: Date): { readonly from: Date; readonly to: Date } => ({
  from: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth())),
  to: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1)),
});
