import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunFolder, RunProcess } from '../../cluster/run-folder';
import type { Entrance } from '../../edge/entrance';

export interface ApiLoadOrder {
  readonly token: string;
  readonly agentId: string;
  readonly requestsPerSecond: number;
  readonly seconds: number;
  readonly p95MillisecondsMax: number;
  /** One request of so many gives the agent a task. */
  readonly everyNthIsTask: number;
}

export interface ApiLoadResult {
  readonly requests: number;
  readonly failed: number;
  readonly p95Milliseconds: number;
  /** Whether k6 itself says that all its thresholds held. */
  readonly held: boolean;
}

/** Block of addresses that k6's users come from: the second half of the clients'. */
const addresses = '203.0.113.96/27';

/** k6 in a run of the rehearsal. */
export class ApiLoad {
  private constructor(
    private readonly process: RunProcess,
    private readonly summary: string,
  ) {}

  static start(run: RunFolder, program: string, entrance: Entrance, order: ApiLoadOrder): ApiLoad {
    const { host, address, authorities } = entrance;
    const trusted = run.file('k6-authorities.pem');
    writeFileSync(trusted, authorities);
    const summary = run.file(`k6-${Date.now()}.json`);
    const options = ['--quiet', '--no-usage-report', '--address', '', `--local-ips=${addresses}`];
    const process = run.start('k6', program, ['run', ...options, join(__dirname, 'api-load.k6.js')], {
      SSL_CERT_FILE: trusted,
      SUMMARY: summary,
      ORDER: JSON.stringify({ ...order, host, address }),
    });
    return new ApiLoad(process, summary);
  }

  /** When its time is over. @throws Error when it did not run. */
  async end(): Promise<ApiLoadResult> {
    const code = await this.process.ended();
    if (code !== 0 && code !== thresholdsBroken) {
      throw new Error(`k6 ended with ${code}: ${this.process.log().slice(-1000)}`);
    }
    const metrics = JSON.parse(readFileSync(this.summary, 'utf8')) as Metrics;
    return {
      requests: metrics.http_reqs.values.count,
      // Of a rate, `passes` counts what is true: here, that a request failed.
      failed: metrics.http_req_failed.values.passes,
      p95Milliseconds: metrics.http_req_duration.values['p(95)'],
      held: code === 0,
    };
  }
}

/** https://grafana.com/docs/k6/latest/using-k6/thresholds/ */
const thresholdsBroken = 99;

interface Metrics {
  readonly http_reqs: { readonly values: { readonly count: number } };
  readonly http_req_failed: { readonly values: { readonly passes: number } };
  readonly http_req_duration: { readonly values: { readonly 'p(95)': number } };
}
