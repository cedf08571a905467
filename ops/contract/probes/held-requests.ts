import { connect, type Socket } from 'node:net';

interface Held {
  readonly socket: Socket;
  answer: string;
  readonly over: Promise<void>;
}

/** Requests that are half sent until `finish`: in flight for certain, whatever the path does. */
export class HeldRequests {
  private constructor(private readonly held: readonly Held[]) {}

  static async open(port: number, path: string, count: number): Promise<HeldRequests> {
    return new HeldRequests(await Promise.all(Array.from({ length: count }, () => open(port, path))));
  }

  /** Sends the rest and waits, for a time, for the answers; says how many came. */
  async finish(seconds: number): Promise<{ readonly answered: number; readonly cut: number }> {
    for (const { socket } of this.held) {
      if (socket.writable) socket.write('Connection: close\r\n\r\n');
    }
    const timer = setTimeout(() => this.held.forEach(({ socket }) => socket.destroy()), seconds * 1000);
    await Promise.all(this.held.map(({ over }) => over));
    clearTimeout(timer);
    const answered = this.held.filter(({ answer }) => /^HTTP\/1\.\d \d{3}/.test(answer)).length;
    return { answered, cut: this.held.length - answered };
  }
}

function open(port: number, path: string): Promise<Held> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  const held: Held = {
    socket,
    answer: '',
    over: new Promise((resolve) => socket.once('close', () => resolve())),
  };
  socket.on('data', (text) => (held.answer += text));
  return new Promise((resolve, reject) => {
    socket.once('connect', () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n`);
      resolve(held);
    });
    // Later errors are cut requests; the answer that is missing says so.
    socket.on('error', reject);
  });
}
