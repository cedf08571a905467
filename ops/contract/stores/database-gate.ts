import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, TLSSocket } from 'node:tls';

/** https://www.postgresql.org/docs/17/protocol-message-formats.html */
const requestLength = 8;
const sslRequest = 80_877_103;
const gssEncryptionRequest = 80_877_104;

export interface GateOptions {
  /** Of PgBouncer, which speaks no TLS to its clients, or of PostgreSQL, which asks for it. */
  readonly targetPort: number;
  readonly targetHasTls: boolean;
  /** PEM files of what the gate shows to PostgreSQL's clients: its own, which a login may be bound to. */
  readonly key: string;
  readonly certificate: string;
}

/**
 * What an application's DATABASE_URL points to: PgBouncer without TLS, or PostgreSQL with it. It counts the connections,
 * and can make the database go away in the two ways that a failover does.
 */
export class DatabaseGate {
  /** Attempts to connect to PostgreSQL without TLS; each was refused. */
  plainAttempts = 0;
  /** Attempts to connect to PgBouncer that went no further without TLS. */
  tlsDemands = 0;
  /** Most connections that were open at one time since `startCounting`. */
  mostConnections = 0;
  /** Connections that were opened since the start. */
  opened = 0;
  private readonly sockets = new Set<Socket>();
  private readonly pairs = new Set<{ readonly client: Socket; readonly target: Socket }>();
  private state: 'open' | 'stalled' | 'refusing' = 'open';

  private constructor(
    private readonly options: GateOptions,
    private readonly server: Server,
  ) {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => this.sockets.delete(socket));
      this.negotiate(socket);
    });
  }

  static async start(options: GateOptions): Promise<DatabaseGate> {
    const gate = new DatabaseGate(options, createServer());
    await new Promise<void>((resolve) => gate.server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  startCounting(): void {
    this.mostConnections = this.pairs.size;
  }

  /** Nothing is answered any more and no connection ends: what clients of a pooler see in a failover's first minute. */
  stall(): void {
    this.state = 'stalled';
    for (const { client, target } of this.pairs) {
      client.pause();
      target.pause();
    }
  }

  /** Every connection is cut, and new ones are too. */
  refuse(): void {
    this.state = 'refusing';
    for (const { client, target } of this.pairs) {
      client.destroy();
      target.destroy();
    }
  }

  open(): void {
    this.state = 'open';
    for (const { client, target } of this.pairs) {
      client.resume();
      target.resume();
    }
  }

  async close(): Promise<void> {
    this.refuse();
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private negotiate(socket: Socket, tlsRefused = false): void {
    if (this.state === 'refusing') {
      socket.destroy();
      return;
    }
    socket.once('readable', () => {
      const request: Buffer | null = socket.read(requestLength);
      if (!request) {
        if (tlsRefused) this.tlsDemands++;
        socket.destroy();
        return;
      }
      const code = request.readInt32BE(4);
      if (code === gssEncryptionRequest) {
        socket.write('N');
        this.negotiate(socket);
      } else if (code === sslRequest && this.options.targetHasTls) {
        socket.write('S', () => this.joinOrEnd(socket, this.secured(socket)));
      } else if (code === sslRequest) {
        socket.write('N');
        this.negotiate(socket, true);
      } else if (!this.options.targetHasTls) {
        socket.unshift(request);
        this.joinOrEnd(socket, socket);
      } else {
        this.plainAttempts++;
        // What it still sends is not read, so that only an end from this side closes the connection.
        socket.end(refusal('SSL required'), () => socket.destroy());
      }
    });
  }

  private secured(socket: Socket): Socket {
    const secureContext = createSecureContext({
      key: readFileSync(this.options.key),
      cert: readFileSync(this.options.certificate),
    });
    return new TLSSocket(socket, { isServer: true, secureContext });
  }

  private joinOrEnd(socket: Socket, client: Socket): void {
    void this.join(client).catch(() => socket.destroy());
  }

  private async join(client: Socket): Promise<void> {
    client.on('error', () => client.destroy());
    const target = await this.dial();
    if (this.state === 'refusing' || client.destroyed) {
      client.destroy();
      target.destroy();
      return;
    }
    const pair = { client, target };
    this.pairs.add(pair);
    this.opened++;
    this.mostConnections = Math.max(this.mostConnections, this.pairs.size);
    const end = (): void => {
      this.pairs.delete(pair);
      client.destroy();
      target.destroy();
    };
    for (const side of [client, target]) side.on('error', end).on('close', end);
    client.pipe(target);
    target.pipe(client);
    if (this.state === 'stalled') this.stall();
  }

  private async dial(): Promise<Socket> {
    const { targetPort, targetHasTls, certificate } = this.options;
    const socket = connect(targetPort, '127.0.0.1');
    await once(socket, 'connect');
    if (!targetHasTls) return socket;
    socket.write(requestOf(sslRequest));
    await once(socket, 'data');
    const secured = connectTls({ socket, host: 'localhost', ca: readFileSync(certificate) });
    await once(secured, 'secureConnect');
    return secured;
  }
}

/** A request of the protocol that is only a code. */
function requestOf(code: number): Buffer {
  const request = Buffer.alloc(requestLength);
  request.writeInt32BE(requestLength, 0);
  request.writeInt32BE(code, 4);
  return request;
}

/** A fatal ErrorResponse. */
function refusal(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C28000\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
