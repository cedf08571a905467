import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** One component of the application in a process of its own. */
export class RunningApplication {
  private output = '';
  readonly exit: Promise<number | null>;

  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
  ) {
    for (const stream of [process.stdout, process.stderr])
      stream?.on('data', (text) => (this.output += text));
    this.exit = new Promise((resolve) => process.once('exit', resolve));
  }

  /** Resolves once it listens, or has ended. */
  static async start(
    main: string,
    component: string,
    env: Record<string, string>,
  ): Promise<RunningApplication> {
    const child = spawn(process.execPath, [main, component], { env: { PATH: process.env.PATH, ...env } });
    const running = new RunningApplication(child, Number(env.PORT));
    const isListening = (): boolean => running.lines().some(({ message }) => message === 'listening');
    while (!running.hasEnded && !isListening()) await sleep(20);
    return running;
  }

  private get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** All that it wrote. */
  log(): string {
    return this.output;
  }

  lines(): LogLine[] {
    return this.output
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as LogLine);
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Ends it, and answers its exit code; null when it was killed. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.hasEnded) this.signal(signal);
    return this.exit;
  }
}
