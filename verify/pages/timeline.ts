import type { AlertCase } from '../../test/alerts/alert-case';
import type { PageTrial } from './page-trials';
import { seriesName, type SeriesName, seriesValues } from './series-notation';

/** Before a fault, where the test's own past is not taken: longer than the longest window that pages. */
const healthyMinutes = 7 * 60;
/** Prometheus sees that nothing is wrong for so long, and at least so much of a fault that windows show later. */
const lead = { healthy: 2, faulty: 3 } as const;

/** A test's samples at real times. Seconds are since 1970. */
export interface Timeline {
  readonly series: readonly TimedSeries[];
  readonly historyFrom: number;
  /** From here on Prometheus scrapes; what is before it is written down for it. */
  readonly liveFrom: number;
  readonly faultAt: number;
}

export interface TimedSeries extends SeriesName {
  readonly valueAt: (seconds: number) => number;
}

/** Lays a test out so that what is left to wait for begins at `liveFrom`. */
export function timelineOf(alertCase: AlertCase, trial: PageTrial, liveFrom: number): Timeline {
  const { faultAt, shownAfter = 0, healthyAt, areTimes = false } = trial;
  const liveMinute = Math.max(faultAt, faultAt + shownAfter - lead.faulty) - lead.healthy;
  const zero = liveFrom - liveMinute * 60;
  const interval = alertCase.intervalMinutes ?? 1;
  const index = (minute: number): number => Math.floor(minute / interval);
  const historyMinute = healthyAt === undefined ? 0 : faultAt - healthyMinutes;
  const series = Object.entries(alertCase.series).map(([text, notation]): TimedSeries => {
    const values = seriesValues(notation);
    const at = (sample: number): number => values[Math.min(Math.max(sample, 0), values.length - 1)]!;
    const calm =
      healthyAt === undefined
        ? at
        : extended(at, { from: index(historyMinute), fault: index(faultAt), healthy: index(healthyAt) });
    const { name, labels } = seriesName(text);
    return {
      name,
      // As Prometheus labels what it scrapes, so that past and present are one series.
      labels: { instance: 'only', ...labels },
      valueAt: (seconds) => calm(index((seconds - zero) / 60)) + (areTimes ? zero : 0),
    };
  });
  return {
    series,
    historyFrom: zero + historyMinute * 60,
    liveFrom,
    faultAt: zero + faultAt * 60,
  };
}

/** A counter that grew as at the sample `healthy` until the fault, and from then on as the test says. */
function extended(
  at: (sample: number) => number,
  { from, fault, healthy }: { readonly from: number; readonly fault: number; readonly healthy: number },
): (sample: number) => number {
  const growth = at(healthy) - at(healthy - 1);
  const calm = (sample: number): number => (sample - from) * growth;
  return (sample) => (sample < fault ? calm(sample) : calm(fault - 1) + at(sample) - at(fault - 1));
}
