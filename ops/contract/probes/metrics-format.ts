const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const label = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"`;
const number = String.raw`(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?Inf|NaN)`;
/** What OpenMetrics adds to a bucket. */
const exemplar = String.raw`(?: # \{.*\} \S+(?: \S+)?)?`;

const lines = [
  new RegExp(
    String.raw`^${name}(?:\{(?:${label}(?:,${label})*,?)?\})?[ \t]+${number}(?:[ \t]+[\d.+-]+)?${exemplar}$`,
  ),
  new RegExp(`^# HELP ${name}(?: .*)?$`),
  new RegExp(
    `^# TYPE ${name} (?:counter|gauge|histogram|summary|untyped|unknown|info|stateset|gaugehistogram)$`,
  ),
  /^#(?! HELP | TYPE )/,
  /^\s*$/,
];

/** The first line that Prometheus would refuse, as `line 3: …`; null: the text is well formed. */
export function malformedLine(text: string): string | null {
  const all = text.split('\n');
  const index = all.findIndex((line) => !lines.some((allowed) => allowed.test(line.replace(/\r$/, ''))));
  return index < 0 ? null : `line ${index + 1}: ${all[index]!.slice(0, 80)}`;
}

/** Prometheus 3 scrapes nothing whose content type it does not know. */
export const isMetricsType = (contentType: string): boolean =>
  /^(?:text\/plain|application\/openmetrics-text)(?:;|$)/.test(contentType.trim());

/** Whether there is a series of that name. */
export const hasSeries = (text: string, series: string): boolean =>
  text.split('\n').some((line) => line.startsWith(`${series}{`) || line.startsWith(`${series} `));
