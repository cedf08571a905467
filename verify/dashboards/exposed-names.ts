import type { MetricSource } from '../../config/metrics/metric';

/** Names of the metrics in a text of Prometheus's format, as its TYPE lines say them, and of samples without one. */
export function exposedNames(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split('\n')
      .flatMap((line) => /^# TYPE (\S+) /.exec(line)?.[1] ?? /^([a-zA-Z_:][\w:]*)[{ ]/.exec(line)?.[1] ?? []),
  );
}

/** Metrics of the catalogue that a source does not show. */
export const missingNames = ({ metrics }: MetricSource, text: string): string[] => {
  const exposed = exposedNames(text);
  return metrics.map(({ name }) => name).filter((name) => !exposed.has(name));
};
