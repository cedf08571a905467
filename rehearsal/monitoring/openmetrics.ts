import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SyntheticSeries } from './synthetic-series';

/** Seconds since 1970. */
export interface SampleTimes {
  readonly from: number;
  readonly to: number;
  readonly everySeconds: number;
}

/**
 * Writes samples of series to a file that `promtool tsdb create-blocks-from openmetrics` reads, and answers how many
 * series there were. https://prometheus.io/docs/prometheus/latest/storage/#backfilling-from-openmetrics-format
 */
export async function writeOpenMetrics(
  file: string,
  series: Iterable<SyntheticSeries>,
  times: SampleTimes,
): Promise<number> {
  let count = 0;
  function* lines(): Generator<string> {
    for (const one of series) {
      count += 1;
      yield samplesOf(one, times);
    }
    yield '# EOF\n';
  }
  await pipeline(Readable.from(lines(), { objectMode: true }), createWriteStream(file));
  return count;
}

function samplesOf(
  { name, labels, valueAt }: SyntheticSeries,
  { from, to, everySeconds }: SampleTimes,
): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  const series = `${name}{${pairs.join(',')}}`;
  const samples: string[] = [];
  for (let seconds = from; seconds <= to; seconds += everySeconds) {
    samples.push(`${series} ${valueAt(seconds, from)} ${seconds}\n`);
  }
  return samples.join('');
}
