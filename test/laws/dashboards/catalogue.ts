import { droppedMetrics } from '../../../charts/monitoring/dropped-metrics';
import { metricSources } from '../../../config/metrics/catalogue';
import { type Metric, type MetricSource, seriesNames, targetLabels } from '../../../config/metrics/metric';
import type { Matcher, Selector } from './queries';

interface Known {
  readonly source: MetricSource;
  readonly metric: Metric;
}

/** A name may be that of several sources, such as `process_resident_memory_bytes`. */
const known = new Map<string, Known[]>();
for (const source of Object.values<MetricSource>(metricSources)) {
  for (const metric of source.metrics) {
    for (const name of seriesNames(metric)) known.set(name, [...(known.get(name) ?? []), { source, metric }]);
  }
}

/** What is wrong with a selector, in sentences; `recorded` are the series that rules make. */
export function selectorFaults({ metric, matchers }: Selector, recorded: ReadonlySet<string>): string[] {
  if (recorded.has(metric)) return [];
  const candidates = known.get(metric);
  if (!candidates) return [`${metric} is not in the catalogue of metrics`];
  const ofJob = candidates.filter(({ source }) => matchers.every((matcher) => canBeJob(matcher, source)));
  if (ofJob.length === 0) return [`${metric} is of another job than the one that is asked for`];
  return [
    ...(ofJob.every(({ source }) => isDropped(metric, source))
      ? [`${metric} is dropped when it is scraped`]
      : []),
    ...matchers.flatMap((matcher) => labelFaults(metric, matcher, ofJob)),
  ];
}

const canBeJob = ({ label, operator, value }: Matcher, { jobs }: MetricSource): boolean =>
  label !== 'job' || jobs.some((job) => (operator === '=' ? job === value : value.split('|').includes(job)));

/** Whether nothing is left of it after the scrape's relabelling. */
const isDropped = (series: string, { jobs }: MetricSource): boolean =>
  jobs.length > 0 &&
  jobs.every((job) =>
    (droppedMetrics[job] ?? []).some(
      ({ source_labels: labels, regex, action }) =>
        labels.length === 1 &&
        labels[0] === '__name__' &&
        new RegExp(`^(?:${regex})$`).test(series) === (action === 'drop'),
    ),
  );

function labelFaults(metric: string, { label, value, operator }: Matcher, candidates: Known[]): string[] {
  const found = candidates.flatMap((candidate) => labelsOf(candidate)).filter(({ name }) => name === label);
  if (found.length === 0) return [`${metric} has no label ${label}`];
  if (value === '' || value.includes('$')) return [];
  const values = found.flatMap((one) => one.values ?? []);
  if (found.some((one) => one.values === null) || /[.*+?()[\]]/.test(value)) return [];
  return (operator.includes('~') ? value.split('|') : [value])
    .filter((one) => !values.includes(one))
    .map((one) => `${metric} has no ${label} ${one}`);
}

const labelsOf = ({ source, metric }: Known): Metric['labels'] => [
  ...metric.labels,
  ...['job', 'instance', 'le', ...targetLabels[source.target]].map((name) => ({ name, values: null })),
];
