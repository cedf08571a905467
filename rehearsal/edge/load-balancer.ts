import { connect, createServer, type Server, type Socket } from 'node:net';
import type { ApiServer, LiveObject } from '../cluster/api-server';
import { readyAddresses } from './ready-addresses';
import { type LoadBalancerSettings, loadBalancerSettings } from './load-balancer-settings';
import { proxyHeader } from './proxy-header';
import { Target } from './target';

/** How late the balancer hears of pods. AWS promises nothing; the charts are made for a minute at the end of a pod. */
export interface Lag {
  readonly registrationSeconds: number;
  readonly deregistrationSeconds: number;
}

export interface BalancerAddresses {
  /** From which it goes to its targets. */
  readonly address: string;
  /** Default: none besides. */
  readonly publicAddress?: string;
}

export const usualLag: Lag = { registrationSeconds: 5, deregistrationSeconds: 60 };

/**
 * A network load balancer with pods as targets, as its Service's annotations describe it. It passes bytes on from an
 * address of its own. Which pod a connection goes to depends on where it comes from, and no connection is tried twice.
 */
export class LoadBalancer {
  private readonly targets = new Map<string, Target>();
  private ready: ReadonlySet<string> = new Set();
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly watch: { readonly stop: () => void };

  private constructor(
    private readonly address: string,
    private readonly settings: LoadBalancerSettings,
    private readonly lag: Lag,
    api: Pick<ApiServer, 'watch'>,
    service: LiveObject,
  ) {
    this.watch = readyAddresses(api, service.metadata, (addresses) => this.follow(addresses));
  }

  /** Listens at addresses of this machine, for a Service of a cluster. */
  static async start(
    api: Pick<ApiServer, 'watch'>,
    service: LiveObject,
    { address, publicAddress }: BalancerAddresses,
    lag: Lag = usualLag,
  ): Promise<LoadBalancer> {
    const settings = loadBalancerSettings(service);
    const balancer = new LoadBalancer(address, settings, lag, api, service);
    const places = settings.listeners.flatMap((listener) =>
      [address, publicAddress].flatMap((host) => (host === undefined ? [] : [{ ...listener, host }])),
    );
    for (const { port, targetPort, host } of places) {
      const server = createServer({ allowHalfOpen: true }, (client) =>
        balancer.join(client, port, targetPort),
      );
      await new Promise<void>((resolve, reject) =>
        server.once('error', reject).listen(port, host, 4096, resolve),
      );
      balancer.servers.push(server);
    }
    return balancer;
  }

  /** Addresses of the pods that get new connections: the healthy ones, or all when none is. */
  get inService(): readonly string[] {
    const registered = [...this.targets.values()].filter(({ isLeaving }) => !isLeaving);
    const healthy = registered.filter(({ health }) => health === 'healthy');
    return (healthy.length > 0 ? healthy : registered).map(({ address }) => address).sort();
  }

  get healthy(): number {
    return [...this.targets.values()].filter(({ health, isLeaving }) => health === 'healthy' && !isLeaving)
      .length;
  }

  async stop(): Promise<void> {
    this.watch.stop();
    for (const target of this.targets.values()) target.stop();
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  /** What is true no more when the lag is over does not happen. */
  private follow(addresses: readonly string[]): void {
    const after = (seconds: number, act: () => void): void => void setTimeout(act, seconds * 1000).unref();
    this.ready = new Set(addresses);
    for (const address of addresses) after(this.lag.registrationSeconds, () => this.register(address));
    for (const [address, target] of this.targets) {
      if (!this.ready.has(address)) {
        after(this.lag.deregistrationSeconds, () => this.deregister(address, target));
      }
    }
  }

  private register(address: string): void {
    const known = this.targets.get(address);
    if (!this.ready.has(address) || known?.isLeaving === false) return;
    known?.stop();
    this.targets.set(address, new Target(address, this.address, this.settings));
  }

  private deregister(address: string, target: Target): void {
    if (this.ready.has(address) || target.isLeaving) return;
    target.isLeaving = true;
    setTimeout(() => {
      target.stop();
      if (this.targets.get(address) === target) this.targets.delete(address);
    }, this.settings.deregistrationSeconds * 1000).unref();
  }

  private join(client: Socket, port: number, targetPort: number): void {
    const { remoteAddress = '', remotePort = 0 } = client;
    const choices = this.inService;
    // A port's place in the odd multiples of a large prime is as good as random.
    const chosen = choices[((remotePort * 2_654_435_761) >>> 8) % choices.length];
    const target = chosen === undefined ? undefined : this.targets.get(chosen);
    if (!target) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({
      host: target.address,
      port: targetPort,
      localAddress: this.address,
      allowHalfOpen: true,
      noDelay: true,
    });
    client.setNoDelay(true);
    if (this.settings.proxyProtocol) {
      server.write(
        proxyHeader({ address: remoteAddress, port: remotePort }, { address: this.address, port }),
      );
    }
    target.connections.add(server);
    server.once('close', () => target.connections.delete(server));
    this.pass(client, server);
    this.pass(server, client);
  }

  private pass(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.pipe(to);
    from.on('error', () => to.resetAndDestroy());
    from.on('close', () => {
      this.sockets.delete(from);
      to.destroy();
    });
  }
}
