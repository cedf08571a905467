import { createServer, type Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { io, type Socket as ClientSocket } from 'socket.io-client';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { tenantEmitter } from '../../../tenancy/sockets/tenant-emitter';
import type { LostSession, SocketWorld } from '../attacks/socket-attacks';
import { canaryOf } from '../canary';
import { portOf } from './notes-server';

/** How the application's part of the socket server sends; a planted fault sends otherwise. */
export interface SocketApplication {
  /** Lets nobody into another's rooms, or everybody into all. */
  readonly guard: (io: Server) => void;
  readonly tellAll: (io: Server, tenant: TenantContext) => void;
}

export const confinedTelling: SocketApplication['tellAll'] = (server, tenant) =>
  runAsTenant(tenant, () => tenantEmitter(server).emit('note', canaryOf(tenant.id)));

/** A Socket.io server whose handlers do what the client says, and one client a tenant. */
export class SocketServer {
  private readonly io: Server;
  private readonly clients = new Map<string, Promise<Client>>();

  private constructor(
    private readonly server: HttpServer,
    private readonly application: SocketApplication,
    private readonly handshakeOf: (tenant: TenantContext) => Handshake,
  ) {
    this.io = new Server(server, {
      transports: ['websocket'],
      connectionStateRecovery: { skipMiddlewares: false },
    });
    application.guard(this.io);
    this.io.on('connection', (socket) => obey(socket, this.io));
  }

  static async start(
    application: SocketApplication,
    handshakeOf: (tenant: TenantContext) => Handshake,
  ): Promise<SocketServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SocketServer(server, application, handshakeOf);
  }

  get world(): Pick<SocketWorld, 'socketOf' | 'tell' | 'tryToConnect' | 'loseConnection'> {
    return {
      socketOf: (tenant) => {
        const known = this.clients.get(tenant.id) ?? connect(this.url, this.handshakeOf(tenant));
        this.clients.set(tenant.id, known);
        return known;
      },
      // A refusal to send is the application's own error, and nobody hears anything.
      tell: async (tenant) => this.application.tellAll(this.io, tenant),
      tryToConnect: async (handshake) => {
        const client = await connect(this.url, handshake);
        const heard = await client.hear();
        client.close();
        return heard;
      },
      loseConnection: async (tenant) => {
        const client = await connect(this.url, this.handshakeOf(tenant));
        this.application.tellAll(this.io, tenant);
        await client.hear();
        const session = client.breakOff();
        this.application.tellAll(this.io, tenant);
        return session;
      },
    };
  }

  async close(): Promise<void> {
    for (const client of this.clients.values()) (await client.catch(() => null))?.close();
    await this.io.close();
  }

  private get url(): string {
    return `http://127.0.0.1:${portOf(this.server)}`;
  }
}

/** Handlers as a careless application has them: the client names the room. */
function obey(socket: Socket, server: Server): void {
  const answering =
    (work: (room: string) => unknown) =>
    async (room: string, answer: (result: unknown) => void): Promise<void> => {
      try {
        await work(room);
        answer('done');
      } catch (error) {
        answer(`refused: ${(error as Error).message}`);
      }
    };
  socket.on(
    'join',
    answering((room) => socket.join(room)),
  );
  socket.on(
    'leave',
    answering((room) => socket.leave(room)),
  );
  socket.on(
    'say',
    answering((room) => server.to(room).emit('note', `from ${socket.data.tenantId}`)),
  );
  socket.on(
    'whoami',
    answering(() => {}),
  );
}

interface Handshake {
  readonly token?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly session?: LostSession;
}

class Client {
  private heard: unknown[] = [];

  constructor(private readonly socket: ClientSocket) {
    socket.onAny((...event) => this.heard.push(event));
  }

  send(event: string, ...values: readonly unknown[]): Promise<unknown> {
    return this.socket.timeout(5000).emitWithAck(event, ...values);
  }

  /** What arrived until now: an answered question comes after all that was sent before it. */
  async hear(): Promise<readonly unknown[]> {
    await this.send('whoami', '');
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

function connect(url: string, { token, headers, session }: Handshake): Promise<Client> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { ...(token !== undefined && { token }), ...session },
    extraHeaders: { ...headers },
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
