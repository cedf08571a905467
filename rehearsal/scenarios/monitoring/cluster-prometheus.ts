import { namespaces } from '../../../config/contract';
import { monitoringPorts } from '../../../config/monitoring';
import { freePort } from '../../../servers/free-port';
import { killProcess, startOf } from '../../cluster/process-identity';
import type { RunProcess } from '../../cluster/run-folder';
import { until } from '../../cluster/waiting';
import type { Stage } from '../scenario';

const pod = 'prometheus-0';
const readySeconds = 60;

/** One series of an answer, with its newest value. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface ScrapeTarget {
  readonly job: string;
  readonly instance: string;
  readonly isUp: boolean;
  readonly lastError: string;
}

export interface FiringAlert {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

/** The Prometheus of the cluster, asked as an operator asks it: through a forwarded port. */
export class ClusterPrometheus {
  private constructor(
    private readonly port: number,
    private readonly forwarding: RunProcess,
  ) {}

  static async open({ cluster: { run, kubectl, kubeconfig } }: Stage): Promise<ClusterPrometheus> {
    const port = await freePort();
    const forwarding = run.start('prometheus-port', kubectl, [
      ...['--kubeconfig', kubeconfig, 'port-forward', '--namespace', namespaces.monitoring],
      ...[`pod/${pod}`, `${port}:${monitoringPorts.prometheus}`],
    ]);
    const prometheus = new ClusterPrometheus(port, forwarding);
    await until('Prometheus', () => prometheus.isReady(), {
      seconds: readySeconds,
      processes: [forwarding],
      everyMilliseconds: 500,
    });
    return prometheus;
  }

  close(): void {
    const start = startOf(this.forwarding.pid);
    if (start !== null) killProcess(this.forwarding.pid, start);
  }

  /** @throws Error with what Prometheus says of the question. */
  async query(expression: string): Promise<readonly Sample[]> {
    const { result } = await this.ask<{
      result: readonly { metric: Record<string, string>; value: [number, string] }[];
    }>(`query?${new URLSearchParams({ query: expression })}`);
    return result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }));
  }

  async targets(): Promise<readonly ScrapeTarget[]> {
    const { activeTargets } = await this.ask<{
      activeTargets: readonly { labels: Record<string, string>; health: string; lastError: string }[];
    }>('targets?state=active');
    return activeTargets.map(({ labels, health, lastError }) => ({
      job: labels.job ?? '',
      instance: labels.instance ?? '',
      isUp: health === 'up',
      lastError,
    }));
  }

  /** Alerts that fire, or are about to. */
  async alerts(): Promise<readonly FiringAlert[]> {
    const { alerts } = await this.ask<{
      alerts: readonly { labels: Record<string, string>; state: 'pending' | 'firing' }[];
    }>('alerts');
    return alerts.map(({ labels, state }) => ({ name: labels.alertname ?? '', labels, state }));
  }

  /** Rules that cannot be evaluated, with the reason. */
  async failingRules(): Promise<readonly string[]> {
    const { groups } = await this.ask<{
      groups: readonly { rules: readonly { name: string; health: string; lastError?: string }[] }[];
    }>('rules');
    return groups
      .flatMap(({ rules }) => rules)
      .filter(({ health }) => health === 'err')
      .map(({ name, lastError }) => `the rule ${name} fails: ${lastError}`);
  }

  /** Names of all metrics that it has. */
  async metricNames(): Promise<ReadonlySet<string>> {
    return new Set(await this.ask<readonly string[]>('label/__name__/values'));
  }

  private async ask<Data>(path: string): Promise<Data> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/api/v1/${path}`, {
      signal: AbortSignal.timeout(30_000),
    });
    const { data, error } = (await answer.json()) as { data?: Data; error?: string };
    if (data === undefined) throw new Error(`Prometheus: ${error}`);
    return data;
  }

  private async isReady(): Promise<boolean> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/-/ready`, {
      signal: AbortSignal.timeout(5000),
    }).catch(() => null);
    return answer?.ok ?? false;
  }
}
