import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type ServerOptions } from 'socket.io';
import { io as connect, type Socket as ClientSocket } from 'socket.io-client';
import { TokenVerifier } from '../../../tenancy/http/token-verifier';
import type { TenantRegistry } from '../../../tenancy/registry/tenant-record';
import { TenantSockets, type TenantSocketsOptions } from '../../../tenancy/sockets/tenant-sockets';
import { audience, type TokenIssuer } from '../http/token-issuer';

interface SocketServerOptions {
  readonly issuer: TokenIssuer;
  readonly registry: TenantRegistry;
  readonly server?: Partial<ServerOptions>;
  readonly tenants?: Partial<TenantSocketsOptions>;
  /** Leaves the library out, to show what then happens. */
  readonly isBare?: boolean;
}

/** A Socket.io server on a port of this machine, and its clients. */
export class SocketServer {
  private readonly clients: ClientSocket[] = [];

  private constructor(
    readonly io: Server,
    readonly tenants: TenantSockets | undefined,
    private readonly port: number,
  ) {}

  static async start({
    issuer,
    registry,
    server,
    tenants,
    isBare,
  }: SocketServerOptions): Promise<SocketServer> {
    const http = createServer();
    const io = new Server(http, {
      connectionStateRecovery: { skipMiddlewares: false },
      ...server,
    });
    const verifier = new TokenVerifier({ issuer: issuer.url, jwksUrl: issuer.jwksUrl, audience });
    const sources = { baseDomain: 'app.example.com', header: 'x-tenant-id' };
    const guard = isBare
      ? undefined
      : new TenantSockets(io.of('/'), { verifier, registry, sources, ...tenants });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return new SocketServer(io, guard, (http.address() as AddressInfo).port);
  }

  /** A client with this handshake; it does not reconnect by itself. */
  client(auth: Record<string, unknown>, extraHeaders?: Record<string, string>): ClientSocket {
    const options = { auth, extraHeaders, transports: ['websocket'], forceNew: true, reconnection: false };
    const client = connect(`http://127.0.0.1:${this.port}`, { ...options, autoConnect: false });
    this.clients.push(client);
    return client;
  }

  async connected(
    auth: Record<string, unknown>,
    extraHeaders?: Record<string, string>,
  ): Promise<ClientSocket> {
    return connectedClient(this.client(auth, extraHeaders));
  }

  async stop(): Promise<void> {
    this.clients.forEach((client) => client.disconnect());
    this.tenants?.close();
    await this.io.close();
  }
}

export async function connectedClient(client: ClientSocket): Promise<ClientSocket> {
  const failed = new Promise<never>((_, reject) => client.once('connect_error', reject));
  const succeeded = new Promise<void>((resolve) => client.once('connect', resolve));
  client.connect();
  await Promise.race([succeeded, failed]);
  return client;
}

/** Names of the events that a client gets from now on. */
export function received(client: ClientSocket): string[] {
  const events: string[] = [];
  client.onAny((event: string) => events.push(event));
  return events;
}

/** Waits until all that the server sent before has arrived: a socket's answers come in order. */
export async function settled(...clients: readonly ClientSocket[]): Promise<void> {
  await Promise.all(clients.map((client) => client.timeout(5000).emitWithAck('settled?')));
}

/** Lets a server answer `settled`. */
export function answerSettled(io: Server): void {
  io.on('connection', (socket) => socket.on('settled?', (answer: () => void) => answer()));
}

export const disconnected = (client: ClientSocket): Promise<unknown[]> =>
  once(client as unknown as NodeJS.EventEmitter, 'disconnect');
