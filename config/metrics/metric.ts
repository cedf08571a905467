export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary';

export interface MetricLabel {
  readonly name: string;
  /** Those that queries may ask for; null: open-ended, such as names of pods. */
  readonly values: readonly string[] | null;
}

/** A metric as its source's text format names it: a histogram's series end in `_bucket`, `_count` and `_sum` besides. */
export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  /** Its own; a scrape adds those of its target. */
  readonly labels: readonly MetricLabel[];
}

/**
 * What a scrape knows of a target and adds to all its series, besides `job` and `instance`. A metric's own label of one
 * of these names is kept as `exported_<name>`.
 */
export const targetLabels = {
  pod: ['namespace', 'pod', 'node'],
  node: ['node'],
  address: [],
} as const;
export type TargetKind = keyof typeof targetLabels;

/** A program that shows metrics, or a file of figures, with those of its metrics that queries and alerts may use. */
export interface MetricSource {
  readonly title: string;
  readonly project: string;
  /** Whose metrics these are; null: whatever version AWS or Kubernetes brings. */
  readonly version: string | null;
  /** Values of the label `job` under which Prometheus keeps them. */
  readonly jobs: readonly string[];
  readonly target: TargetKind;
  readonly metrics: readonly Metric[];
}

/** A label by its name, or by its name and its values. */
type LabelText = string | Readonly<Record<string, readonly string[]>>;

const ofType =
  (type: MetricType) =>
  (name: string, ...labels: readonly LabelText[]): Metric => ({
    name,
    type,
    labels: labels.flatMap((label): MetricLabel[] =>
      typeof label === 'string'
        ? [{ name: label, values: null }]
        : Object.entries(label).map(([name, values]) => ({ name, values })),
    ),
  });

export const counter = ofType('counter');
export const gauge = ofType('gauge');
export const histogram = ofType('histogram');
export const summary = ofType('summary');

const suffixes: Record<MetricType, readonly string[]> = {
  counter: [''],
  gauge: [''],
  histogram: ['_bucket', '_count', '_sum'],
  summary: ['', '_count', '_sum'],
};

/** Names of the series that a metric has. */
export const seriesNames = ({ name, type }: Pick<Metric, 'name' | 'type'>): string[] =>
  suffixes[type].map((suffix) => name + suffix);
