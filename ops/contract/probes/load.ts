import { Agent, get } from 'node:http';

/** How the requests of a load ended. */
export interface LoadResult {
  answered: number;
  /** Answers of 500 and above among them. */
  errors: number;
  /** Connections that were refused: a balancer would have asked another replica. */
  refused: number;
  /** No answer in 10 s, or a connection that broke before a whole answer was there. */
  broken: number;
  /** Connections that broke in the middle of an answer, among the broken. */
  cutAnswers: number;
}

export interface LoadOptions {
  readonly port: number;
  /** Asked for in turn. */
  readonly paths: readonly string[];
  /** Requests at one time. */
  readonly concurrency: number;
}

const patienceMilliseconds = 10_000;
/** Between two requests of a loop: enough of them to fill a pool, few enough to leave the server its CPU. */
const pauseMilliseconds = 20;

/** Requests without end over connections that are kept, each new one soon after the last has ended. */
export class Load {
  readonly result: LoadResult = { answered: 0, errors: 0, refused: 0, broken: 0, cutAnswers: 0 };
  private running = true;
  private readonly agent: Agent;
  private readonly loops: Promise<unknown>;

  constructor(private readonly options: LoadOptions) {
    this.agent = new Agent({ keepAlive: true, maxSockets: options.concurrency });
    this.loops = Promise.all(Array.from({ length: options.concurrency }, (_, index) => this.loop(index)));
  }

  /** Lets the requests in flight end. */
  async stop(): Promise<LoadResult> {
    this.running = false;
    await this.loops;
    this.agent.destroy();
    return this.result;
  }

  private async loop(first: number): Promise<void> {
    const { paths } = this.options;
    for (let turn = first; this.running; turn++) {
      await this.ask(paths[turn % paths.length] ?? '/');
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  }

  private ask(path: string): Promise<void> {
    const { result } = this;
    return new Promise((resolve) => {
      let answering = false;
      const request = get(
        { port: this.options.port, host: '127.0.0.1', path, agent: this.agent },
        (response) => {
          answering = true;
          response.resume();
          response.on('end', () => {
            result.answered++;
            if ((response.statusCode ?? 0) >= 500) result.errors++;
            resolve();
          });
          response.on('error', () => {
            result.broken++;
            result.cutAnswers++;
            resolve();
          });
        },
      );
      request.setTimeout(patienceMilliseconds, () => request.destroy());
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (answering) return;
        if (error.code === 'ECONNREFUSED') result.refused++;
        else result.broken++;
        resolve();
      });
    });
  }
}
