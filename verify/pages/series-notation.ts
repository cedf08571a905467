/**
 * Values of a series in promtool's notation, one a sample: `5`, `5x3` (four times 5) and `5+2x3` (5, 7, 9, 11).
 * https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series
 * @throws Error for what tests of alerts do not use, such as gaps.
 */
export function seriesValues(notation: string): readonly number[] {
  return notation.split(' ').flatMap((part) => {
    const [, first, step = '0', more = '0'] =
      /^(-?[\d.e-]+?)(?:([+-][\d.e-]+?))?(?:x(\d+))?$/.exec(part) ?? [];
    if (first === undefined) throw new Error(`${part} is no sample and no run of samples`);
    return Array.from({ length: Number(more) + 1 }, (_, index) => Number(first) + index * Number(step));
  });
}

export interface SeriesName {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Name and labels of `name{label="value"}`. */
export function seriesName(text: string): SeriesName {
  const [, name = text, inner = ''] = /^([^{]+)\{(.*)\}$/.exec(text) ?? [];
  const labels = [...inner.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, value]) => [label, value] as const);
  return { name, labels: Object.fromEntries(labels) };
}
