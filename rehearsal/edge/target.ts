import type { Socket } from 'node:net';
import { isHealthy } from './health-check';
import type { LoadBalancerSettings } from './load-balancer-settings';

export type TargetHealth = 'initial' | 'healthy' | 'unhealthy';

/** A pod as a load balancer sees it: its health as the checks say, and the connections that it has. */
export class Target {
  health: TargetHealth = 'initial';
  /** Deregistered: it gets no new connection. */
  isLeaving = false;
  readonly connections = new Set<Socket>();
  private inARow = { good: 0, bad: 0 };
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    readonly address: string,
    private readonly from: string,
    private readonly settings: LoadBalancerSettings,
  ) {
    void this.check();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private async check(): Promise<void> {
    const { proxyProtocol, health } = this.settings;
    const { port, path, timeoutSeconds } = health;
    const { address: host, from } = this;
    this.note(await isHealthy({ from, host, port, path, timeoutSeconds, proxyProtocol }));
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.check(), health.intervalSeconds * 1000).unref();
  }

  private note(isGood: boolean): void {
    const { healthyThreshold, unhealthyThreshold } = this.settings.health;
    this.inARow = isGood ? { good: this.inARow.good + 1, bad: 0 } : { good: 0, bad: this.inARow.bad + 1 };
    // The first check of a new target decides alone.
    if (this.health === 'initial') this.health = isGood ? 'healthy' : 'unhealthy';
    else if (this.inARow.good >= healthyThreshold) this.health = 'healthy';
    else if (this.inARow.bad >= unhealthyThreshold) this.health = 'unhealthy';
    // AWS ends the connections of a target that is found unhealthy, unless it is told otherwise.
    if (this.health === 'unhealthy') for (const socket of this.connections) socket.destroy();
  }
}
