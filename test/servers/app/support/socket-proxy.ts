import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands before pods as a load balancer does: connections go to the target of the moment. */
export class SocketProxy {
  /** Port of the pod; null: connections are refused, and those that are there stay. */
  target: number | null;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    target: number,
  ) {
    this.target = target;
    server.on('connection', (client) => this.forward(client));
  }

  static async start(target: number): Promise<SocketProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SocketProxy(server, target);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.sockets.forEach((socket) => socket.destroy());
    this.server.close();
  }

  private forward(client: Socket): void {
    if (this.target === null) {
      client.destroy();
      return;
    }
    const pod = connect(this.target, '127.0.0.1');
    for (const [from, to] of [
      [client, pod],
      [pod, client],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }
}
