/**
 * Shows an alert's whole life to promtool: silence as long as its figures stay just under what it tolerates, the exact
 * alert as soon as they are over it, silence again afterwards.
 */
export interface AlertCase {
  /** The alert's name. */
  readonly alert: string;
  /** Samples of each series, one each `intervalMinutes` from minute 0, in promtool's notation. */
  readonly series: Readonly<Record<string, string>>;
  /** Between two samples, and between two looks of Prometheus at its rules. Default: 1. */
  readonly intervalMinutes?: number;
  /** Minutes at which nothing fires: under the threshold, and over it for too short a time. */
  readonly silentAt: readonly number[];
  readonly firingAt: number;
  readonly recoveredAt: number;
  /** All labels of the alert but its name. */
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Samples of a counter from 0 that grows by `perSample` for as many samples as each phase says. */
export function counter(...phases: readonly (readonly [samples: number, perSample: number])[]): string {
  let value = 0;
  const parts = phases.map(([samples, perSample]) => {
    const part = `${value + perSample}+${perSample}x${samples - 1}`;
    value += samples * perSample;
    return part;
  });
  return ['0', ...parts].join(' ');
}

/** Samples of a gauge that stays at a value for as many samples as each phase says. */
export const gauge = (...phases: readonly (readonly [samples: number, value: number])[]): string =>
  phases.map(([samples, value]) => `${value}x${samples - 1}`).join(' ');
