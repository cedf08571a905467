import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { until } from '../../cluster/waiting';
import type { Entrance } from '../../edge/entrance';
import type { Latency } from './broadcast-latency';

/** What clients have seen so far. */
export interface SocketsState {
  readonly opened: number;
  readonly connected: number;
  readonly connects: number;
  /** Connections that went on where another ended, without a missed event. */
  readonly recovered: number;
  readonly disconnects: number;
  /** Events that came by a socket. */
  readonly live: number;
  /** Events that the API told a client that had missed them. */
  readonly restored: number;
  readonly refused: number;
  readonly refusals: Readonly<Record<string, number>>;
}

export interface SocketsOutcome extends SocketsState {
  /** Events that some client has not got in the end, counted once for each client. */
  readonly lost: number;
  /** Of each event and each client that was connected at the time. */
  readonly latencies: readonly Latency[];
}

export interface SocketsOrder {
  readonly token: string;
  readonly count: number;
  /** How many connect a second. */
  readonly perSecond: number;
  readonly transports: readonly ('polling' | 'websocket')[];
  /** Addresses of the clients. */
  readonly from: readonly string[];
}

/** A machine's soft limit of open files is no problem for so many. */
const perProcess = 2500;

/** Socket.io clients of one tenant that has no event yet, in processes of their own. */
export class SocketClients {
  private constructor(
    private readonly children: readonly ChildProcess[],
    private readonly count: number,
  ) {}

  static open({ host, address, ports, authorities }: Entrance, order: SocketsOrder): SocketClients {
    const processes = Math.ceil(order.count / perProcess);
    const children = Array.from({ length: processes }, (_, index) => {
      const count = Math.floor((order.count + index) / processes);
      const orders = { ...order, host, address, ports, authorities, count };
      const perSecond = order.perSecond / processes;
      return fork(join(__dirname, 'socket-program.mjs'), [JSON.stringify({ ...orders, perSecond })], {
        // Not this process's way to read TypeScript.
        execArgv: [],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
    });
    return new SocketClients(children, order.count);
  }

  /** @throws Error when they are not all connected at one time within these seconds. */
  async allConnected(seconds: number): Promise<void> {
    let last: SocketsState | undefined;
    try {
      await until(
        'sockets',
        async () => {
          last = await this.state();
          return last.connected === this.count;
        },
        { seconds, everyMilliseconds: 500 },
      );
    } catch {
      const { connected = 0, refusals = {} } = last ?? {};
      throw new Error(
        `${connected} of ${this.count} sockets are connected after ${seconds} s; ${JSON.stringify(refusals)}`,
      );
    }
  }

  async state(): Promise<SocketsState> {
    return summed(
      await Promise.all(this.children.map((child) => asked<SocketsState>(child, { ask: 'state' }))),
    );
  }

  /** Lets them ask for what they miss of the events up to an id, and closes them. */
  async end(lastId: number): Promise<SocketsOutcome> {
    const outcomes = await Promise.all(
      this.children.map((child) => asked<SocketsOutcome>(child, { ask: 'end', lastId })),
    );
    return {
      ...summed(outcomes),
      lost: outcomes.reduce((sum, { lost }) => sum + lost, 0),
      latencies: outcomes.flatMap(({ latencies }) => latencies),
    };
  }

  /** Ends them at once, when nobody will ask. */
  stop(): void {
    for (const child of this.children) child.kill('SIGKILL');
  }
}

function asked<Answer>(
  child: ChildProcess,
  question: { readonly ask: string; readonly lastId?: number },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const hear = (message: { readonly answer: string }): void => {
      if (message.answer !== question.ask) return;
      child.off('message', hear);
      child.off('exit', fail);
      resolve(message as unknown as Answer);
    };
    const fail = (code: number | null): void => reject(new Error(`the clients ended with ${code}`));
    if (child.exitCode !== null) fail(child.exitCode);
    child.on('message', hear);
    child.once('exit', fail);
    child.send(question);
  });
}

function summed(states: readonly SocketsState[]): SocketsState {
  const sum = (of: (state: SocketsState) => number): number =>
    states.reduce((total, state) => total + of(state), 0);
  return {
    opened: sum(({ opened }) => opened),
    connected: sum(({ connected }) => connected),
    connects: sum(({ connects }) => connects),
    recovered: sum(({ recovered }) => recovered),
    disconnects: sum(({ disconnects }) => disconnects),
    live: sum(({ live }) => live),
    restored: sum(({ restored }) => restored),
    refused: sum(({ refused }) => refused),
    refusals: Object.assign({}, ...states.map(({ refusals }) => refusals)) as SocketsState['refusals'],
  };
}
