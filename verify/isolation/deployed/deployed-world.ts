import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import type { HttpDoor, HttpWorld } from '../attacks/http-attacks';
import type { LostSession, SocketWorld } from '../attacks/socket-attacks';
import { type Canaries, canaryOf } from '../canary';
import type { DeployedOrder, DeployedTenant } from './deployed-order';

/** Until what was sent to a socket has arrived. */
const hearMilliseconds = 300;

/** What the attacks are after. */
interface Hidden {
  readonly agentId: string;
  readonly taskId: string;
}

export type DeployedWorld = Omit<HttpWorld, 'collection' | 'noteIdOf'> & SocketWorld;

/** The doors of a deployed application, which are what its ingress lets in. */
export class DeployedDoors {
  private readonly agents: readonly Agent[];
  private readonly sockets = new Map<string, Promise<Client>>();
  private readonly hidden = new Map<string, Hidden>();
  private turn = 0;

  private constructor(
    private readonly order: DeployedOrder,
    private readonly canaries: Canaries,
  ) {
    const { authorities, address } = order.entrance;
    const lookup = (_name: string, options: { all?: boolean }, done: (...answer: unknown[]) => void): void =>
      options.all ? done(null, [{ address, family: 4 }]) : done(null, address, 4);
    this.agents = order.from.map(
      (localAddress) =>
        new Agent({ keepAlive: true, maxSockets: 20, ca: authorities, lookup, localAddress } as object),
    );
  }

  /** Gives each tenant an agent and a task with its canary. */
  static async open(order: DeployedOrder, canaries: Canaries): Promise<DeployedDoors> {
    const doors = new DeployedDoors(order, canaries);
    for (const { context } of order.tenants) {
      const canary = canaryOf(context.id);
      // A tenant may be attacked twice, and has one agent of a name.
      const name = `${canary} ${randomUUID()}`;
      const agent = { name, instructions: canary, provider: 'sample', model: 'echo-small' };
      const agentId = await doors.make(context, '/v1/agents', agent);
      const taskId = await doors.make(context, '/v1/tasks', { agentId, text: canary });
      doors.hidden.set(context.id, { agentId, taskId });
    }
    return doors;
  }

  world(): DeployedWorld {
    const { host } = this.order.entrance;
    return {
      http: (question) => this.send(question),
      // The ingress refuses other hosts than the application's: these attacks get further.
      httpWithHeader: ({ headers, ...rest }) => this.send({ ...rest, headers: { ...headers, host } }),
      baseDomain: this.order.entrance.host,
      tokenFor: (tenant) => this.tokenOf(tenant),
      forgedTokensFor: (tenant) => this.tenant(tenant).forged,
      socketOf: (tenant) => {
        const known =
          this.sockets.get(tenant.id) ?? this.connect({ token: this.tokenOf(tenant), headers: {} });
        this.sockets.set(tenant.id, known);
        return known;
      },
      tryToConnect: async (handshake) => {
        const client = await this.connect(handshake);
        const heard = await client.hear();
        client.close();
        return heard;
      },
      loseConnection: async (tenant) => {
        const client = await this.connect({ token: this.tokenOf(tenant), headers: {} });
        await this.tell(tenant);
        await client.hear();
        const session = client.breakOff();
        await this.tell(tenant);
        return session;
      },
      tell: (tenant) => this.tell(tenant),
    };
  }

  async close(): Promise<void> {
    for (const client of this.sockets.values()) (await client.catch(() => null))?.close();
    for (const agent of this.agents) agent.destroy();
  }

  tokenOf(tenant: TenantContext): string {
    return this.tenant(tenant).token;
  }

  hiddenBy({ id }: TenantContext): Hidden {
    const found = this.hidden.get(id);
    if (!found) throw new Error(`nothing of the tenant ${id} is hidden`);
    return found;
  }

  private tenant({ id }: TenantContext): DeployedTenant {
    const found = this.order.tenants.find(({ context }) => context.id === id);
    if (!found) throw new Error(`no tenant ${id}`);
    return found;
  }

  private get agent(): Agent {
    this.turn += 1;
    return this.agents[this.turn % this.agents.length]!;
  }

  private send({
    method = 'GET',
    path,
    headers,
    body,
  }: Parameters<HttpDoor>[0] & { readonly body?: string }): Promise<string> {
    const { host, port } = this.order.entrance;
    return new Promise((resolve, reject) => {
      const options = { host, port, servername: host, method, path, headers, agent: this.agent };
      const outgoing = request({ ...options, timeout: 10_000 }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part));
        response.once('error', reject);
        response.on('end', () =>
          resolve(`${response.statusCode} ${JSON.stringify(response.headers)} ${text}`),
        );
      });
      outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')));
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }

  /** Gives the tenant's agent a task, of which the tenant's sockets hear by its id. */
  private async tell(tenant: TenantContext): Promise<void> {
    const { agentId } = this.hiddenBy(tenant);
    await this.make(tenant, '/v1/tasks', { agentId, text: canaryOf(tenant.id) });
  }

  /** @returns the id of what was made, which is the tenant's from now on. */
  private async make(tenant: TenantContext, path: string, body: object): Promise<string> {
    const answer = await this.send({
      method: 'POST',
      path,
      headers: {
        authorization: `Bearer ${this.tokenOf(tenant)}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    });
    const id = /"id":"([^"]+)"/.exec(answer)?.[1];
    if (id === undefined) throw new Error(`POST ${path}: ${answer.slice(0, 300)}`);
    this.canaries.own(id, tenant.id);
    return id;
  }

  private connect({ token, headers, session }: Parameters<SocketWorld['tryToConnect']>[0]): Promise<Client> {
    const { host, port } = this.order.entrance;
    // The ingress knows one host; a client cannot ask it for another.
    const { host: _host, ...others } = headers;
    const socket = io(`https://${host}:${port}`, {
      agent: this.agent as unknown as string,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { ...(token !== undefined && { token }), ...session },
      extraHeaders: others,
    });
    const client = new Client(socket);
    return new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(client));
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
  }
}

class Client {
  private heard: unknown[] = [];

  constructor(private readonly socket: Socket) {
    socket.onAny((...event) => this.heard.push(event));
  }

  /** The application answers no event of a client. */
  async send(event: string, ...values: readonly unknown[]): Promise<unknown> {
    this.socket.emit(event, ...values);
    return null;
  }

  async hear(): Promise<readonly unknown[]> {
    await sleep(hearMilliseconds);
    return this.heard.splice(0);
  }

  close(): void {
    this.socket.disconnect();
  }

  /** Loses the connection without a farewell. */
  breakOff(): LostSession {
    // Private to the client, which sends them when it comes back by itself.
    const { _pid: pid = '', _lastOffset: offset = '' } = this.socket as unknown as {
      readonly _pid?: string;
      readonly _lastOffset?: string;
    };
    this.socket.io.engine.close();
    return { pid, offset };
  }
}
