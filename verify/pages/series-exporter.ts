import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TimedSeries, Timeline } from './timeline';

/** What one scrape shows: the series of a job and an instance. */
export interface ExportedTarget {
  readonly job: string;
  readonly instance: string;
  readonly series: readonly TimedSeries[];
}

/** @throws Error when a series has no job or no instance: nobody would scrape it. */
export function targetsOf({ series }: Pick<Timeline, 'series'>): readonly ExportedTarget[] {
  const targets = new Map<string, ExportedTarget & { readonly series: TimedSeries[] }>();
  for (const one of series) {
    const { job, instance } = one.labels;
    if (job === undefined || instance === undefined) throw new Error(`${one.name} has no target`);
    const key = JSON.stringify([job, instance]);
    const target = targets.get(key) ?? { job, instance, series: [] };
    targets.set(key, target);
    target.series.push(one);
  }
  return [...targets.values()];
}

/** What a target answers; null: nothing, because the test says that it is not up. */
export function shownAt({ series }: ExportedTarget, seconds: number): string | null {
  if (series.some(({ name, valueAt }) => name === 'up' && valueAt(seconds) === 0)) return null;
  return series
    .filter(({ name }) => name !== 'up')
    .map(({ name, labels: { job: _, instance: __, ...labels }, valueAt }) => {
      const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
      return `${name}{${pairs.join(',')}} ${valueAt(seconds)}\n`;
    })
    .join('');
}

/** Shows the figures of the moment, each target under a path of its own. */
export class SeriesExporter {
  private constructor(
    private readonly server: Server,
    private readonly targets: ExportedTarget[],
  ) {}

  static async start(): Promise<SeriesExporter> {
    const targets: ExportedTarget[] = [];
    const server = createServer(({ url = '' }, response) => {
      const target = targets[Number(url.slice(1))];
      const shown = target ? shownAt(target, Date.now() / 1000) : null;
      response.writeHead(shown === null ? 503 : 200, { 'content-type': 'text/plain; version=0.0.4' });
      response.end(shown ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SeriesExporter(server, targets);
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** @returns the path at which it is shown. */
  add(target: ExportedTarget): string {
    return `/${this.targets.push(target) - 1}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
