import { Agent, request as requestHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entrance } from '../../edge/entrance';
import { clientAddress } from '../../nodes/addresses';
import { type Outage, type Sent, SteadyRequests, type Traffic } from './steady-requests';

/** A page that the application puts together for anybody. */
const openPage = { path: '/openapi.json', headers: {} };
/** Longer than this machine may stall under a load of its own. */
const usualAnswerSeconds = 3;
const clients = 8;

export interface EntranceLoad {
  readonly requestsPerSecond: number;
  /** For how long a client asks again, over a new connection each time. Default 0: one try. */
  readonly patienceSeconds?: number;
  /** After which a request has failed. Default 3. */
  readonly answerSeconds?: number;
  /** What is asked for. Default: a page for anybody, which no store is asked for. */
  readonly page?: { readonly path: string; readonly headers: Readonly<Record<string, string>> };
}

/**
 * Requests of several clients through the load balancer and the ingress. Every second one is sent over a connection that
 * the client keeps, the others over one of their own. A kept connection that ends while it is taken is no failure: the
 * client sends the request again, as browsers do.
 */
export class EntranceRequests {
  private readonly kept: readonly Agent[];
  private readonly requests: SteadyRequests;
  private turn = 0;

  constructor(
    private readonly entrance: Entrance,
    private readonly load: EntranceLoad,
  ) {
    this.kept = Array.from(
      { length: clients },
      (_, index) => new Agent({ keepAlive: true, localAddress: clientAddress(index) } as object),
    );
    this.requests = new SteadyRequests(() => this.send(), load.requestsPerSecond);
  }

  /** Until now. */
  get outage(): Outage | null {
    return this.requests.outage;
  }

  async stop(): Promise<Traffic> {
    const traffic = await this.requests.stop();
    for (const agent of this.kept) agent.destroy();
    return traffic;
  }

  private async send(): Promise<Sent> {
    this.turn += 1;
    const client = (this.turn >> 1) % clients;
    const agent = this.turn % 2 === 0 ? this.kept[client] : undefined;
    const deadline = Date.now() + (this.load.patienceSeconds ?? 0) * 1000;
    let answer = await this.ask(client, agent);
    for (let tries = 1; ; tries += 1) {
      if (answer.failure === null) return { failure: null, tries };
      if (!answer.keptConnectionEnded && Date.now() > deadline) return { failure: answer.failure, tries };
      if (!answer.keptConnectionEnded) await sleep(100);
      answer = await this.ask(client);
    }
  }

  private ask(
    client: number,
    agent?: Agent,
  ): Promise<{ failure: string | null; keptConnectionEnded: boolean }> {
    const { host, address, ports, authorities } = this.entrance;
    const { page = openPage, answerSeconds = usualAnswerSeconds } = this.load;
    const { path, headers } = page;
    return new Promise((resolve) => {
      const asking = requestHttps({
        host: address,
        port: ports.https,
        path,
        servername: host,
        ca: authorities,
        agent: agent ?? false,
        localAddress: clientAddress(client),
        headers: { ...headers, host, ...(agent === undefined && { connection: 'close' }) },
        signal: AbortSignal.timeout(answerSeconds * 1000),
      });
      asking.once('response', (answer) => {
        answer.resume();
        answer.once('error', ({ message }) => resolve({ failure: message, keptConnectionEnded: false }));
        answer.once('end', () =>
          resolve({
            failure: answer.statusCode === 200 ? null : `status ${answer.statusCode}`,
            keptConnectionEnded: false,
          }),
        );
      });
      asking.once('error', (error: NodeJS.ErrnoException) =>
        resolve({
          failure: error.message,
          keptConnectionEnded: asking.reusedSocket && error.code === 'ECONNRESET',
        }),
      );
      asking.end();
    });
  }
}
