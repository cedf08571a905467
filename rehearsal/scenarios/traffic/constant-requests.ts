import type { ApiServer } from '../../cluster/api-server';
import { podNameHeader } from '../../cluster/fake-pods/pod-name-header';
import type { PodNetwork } from '../../cluster/pod-network';
import { until } from '../../cluster/waiting';
import { type Endpoint, Route } from './route';
import { type Sent, SteadyRequests, type Traffic } from './steady-requests';

export interface Load {
  readonly requestsPerSecond: number;
  /** How many pods a request tries, each for at most three seconds: 1 forgives nothing, 2 is an ingress that retries. */
  readonly tries: 1 | 2;
}

/** Longer than this machine may stall under a load of its own. */
const answerMilliseconds = 3000;

/** Requests to a Service at a constant rate, over a connection each, whatever becomes of the ones before. */
export class ConstantRequests {
  private readonly requests: SteadyRequests;

  private constructor(
    private readonly network: PodNetwork,
    private readonly route: Route,
    private readonly load: Load,
  ) {
    this.requests = new SteadyRequests(() => this.send(), load.requestsPerSecond);
  }

  /** Begins as soon as the Service has a ready endpoint. */
  static async start(
    api: ApiServer,
    network: PodNetwork,
    service: { readonly name: string; readonly namespace: string },
    load: Load,
  ): Promise<ConstantRequests> {
    const route = new Route(api, service);
    await until('endpoints', async () => route.size > 0, { seconds: 60 });
    return new ConstantRequests(network, route, load);
  }

  async stop(): Promise<Traffic> {
    const traffic = await this.requests.stop();
    this.route.stop();
    return traffic;
  }

  private async send(): Promise<Sent> {
    const tried: Endpoint[] = [];
    let failure = 'no endpoint';
    while (tried.length < this.load.tries) {
      const endpoint = this.route.next(tried);
      if (!endpoint) break;
      tried.push(endpoint);
      const found = await this.ask(endpoint);
      if (found === null) return { failure: null, tries: tried.length };
      failure = `${endpoint.podName}: ${found}`;
    }
    return { failure, tries: tried.length };
  }

  /** @returns what went wrong, or null. */
  private async ask({ address, port, podName }: Endpoint): Promise<string | null> {
    const { path, namesPods } = this.network;
    const socket = this.network.reach(address, port);
    if (!socket) return 'connection refused';
    try {
      const { status, headers, body } = await fetch(`http://${socket.host}:${socket.port}${path}`, {
        signal: AbortSignal.timeout(answerMilliseconds),
        headers: { connection: 'close' },
      });
      await body?.cancel();
      if (status !== 200) return `status ${status}`;
      return !namesPods || headers.get(podNameHeader) === podName ? null : 'another pod answered';
    } catch (error) {
      const { message, cause } = error as Error;
      return cause instanceof Error ? cause.message : message;
    }
  }
}
