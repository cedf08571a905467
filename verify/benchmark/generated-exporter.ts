import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SyntheticSeries } from '../../rehearsal/monitoring/synthetic-series';

interface Line {
  /** Name and labels, as they are shown. */
  readonly series: string;
  readonly valueAt: SyntheticSeries['valueAt'];
}

/**
 * Shows series as so many targets would, each at `/<its number>`. Every time that one is asked, its clock has gone on by
 * `stepSeconds`, from `from` up to now: hours of scrapes pass in minutes, and each sample says when it was taken.
 */
export class GeneratedExporter {
  private readonly asked: number[];

  private constructor(
    private readonly server: Server,
    private readonly pages: readonly (readonly Line[])[],
  ) {
    this.asked = pages.map(() => 0);
  }

  static async start(
    targets: readonly (readonly SyntheticSeries[])[],
    { from, stepSeconds }: { readonly from: number; readonly stepSeconds: number },
  ): Promise<GeneratedExporter> {
    const server = createServer();
    const exporter = new GeneratedExporter(server, targets.map(linesOf));
    server.on('request', ({ url = '' }, response) => {
      const target = Number(url.slice(1));
      const seconds = Math.min(from + exporter.asked[target]!++ * stepSeconds, Math.floor(Date.now() / 1000));
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end(exporter.page(target, seconds, from));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return exporter;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get targets(): number {
    return this.pages.length;
  }

  /** Scrapes of the target that was asked least. */
  get rounds(): number {
    return Math.min(...this.asked);
  }

  private page(target: number, seconds: number, from: number): string {
    const time = ` ${seconds}000\n`;
    let page = '';
    for (const { series, valueAt } of this.pages[target]!) {
      page += `${series} ${valueAt(seconds, from)}${time}`;
    }
    return page;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const linesOf = (series: readonly SyntheticSeries[]): Line[] =>
  series.map(({ name, labels, valueAt }) => ({
    series: `${name}{${Object.entries(labels)
      .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
      .join(',')}}`,
    valueAt,
  }));
