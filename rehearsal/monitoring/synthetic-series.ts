import { type Metric, type MetricSource, seriesNames } from '../../config/metrics/metric';
import { type ClusterSize, type Labels, labelSets, podsOf } from './example-labels';

/** One series, whose value at a time is made up and the same each time. */
export interface SyntheticSeries {
  readonly name: string;
  readonly labels: Labels;
  /** `seconds` since 1970; a counter begins at 0 at `from`. */
  readonly valueAt: (seconds: number, from: number) => number;
}

const bucketBounds = ['0.01', '0.05', '0.1', '0.25', '0.5', '1', '2', '5', '10', '+Inf'];

/** Series of what a source publishes, for panels and rules whose source cannot run here. */
export function* syntheticSeries(source: MetricSource, size: ClusterSize): Generator<SyntheticSeries> {
  let seed = 1;
  for (const metric of source.metrics) {
    for (const target of targets(source, size)) {
      for (const own of labelSets(metric.labels, size)) {
        seed = (seed * 48_271) % 2_147_483_647;
        yield* seriesOf(metric, { ...target, ...own }, seed / 2_147_483_647);
      }
    }
  }
}

/** Labels of the scrape; a label of the metric's own goes before. */
function targets({ jobs, target }: MetricSource, size: ClusterSize): Labels[] {
  if (jobs.length === 0) return [{}];
  return jobs.flatMap((job): Labels[] => {
    if (target === 'pod') {
      return podsOf(job, size).map((pod) => ({ job, instance: `${pod.pod}:9090`, ...pod }));
    }
    const names = target === 'node' ? Array.from({ length: size.nodes }, (_, index) => `node-${index}`) : [];
    return names.length === 0
      ? [{ job, instance: `${job}:443` }]
      : names.map((node) => ({ job, instance: `${node}:9100`, node }));
  });
}

/** `share`, from 0 to 1, sets one set of labels apart from another. */
function* seriesOf(metric: Metric, labels: Labels, share: number): Generator<SyntheticSeries> {
  const counted = (perSecond: number) => (seconds: number, from: number) =>
    Math.floor((seconds - from) * perSecond * 1000) / 1000;
  if (metric.type === 'gauge') {
    yield { name: metric.name, labels, valueAt: gaugeValue(metric.name, share) };
    return;
  }
  if (metric.type === 'counter') {
    yield { name: metric.name, labels, valueAt: counted(0.01 + share / 10) };
    return;
  }
  const perSecond = 0.01 + share / 10;
  for (const name of seriesNames(metric)) {
    if (!name.endsWith('_bucket')) {
      yield { name, labels, valueAt: counted(perSecond) };
      continue;
    }
    for (const [index, le] of bucketBounds.entries()) {
      const within = Math.min(1, (index + 1) / (6 + 4 * share));
      yield { name, labels: { ...labels, le }, valueAt: counted(perSecond * within) };
    }
  }
}

const ahead = 60 * 86_400;

/** What a gauge is when all is well: shares near one half, moments ahead, and all else a small number. */
function gaugeValue(name: string, share: number): (seconds: number) => number {
  if (/_timestamp_seconds$|_not_after$|_cert_expiry$/.test(name))
    return (seconds) => Math.floor(seconds) + ahead;
  if (/(^up|_up|_success|_successful|_info)$/.test(name)) return () => 1;
  return (seconds) => Math.round(100 * (1 + share + Math.sin(seconds / 600 + 6 * share) / 2)) / 100;
}
