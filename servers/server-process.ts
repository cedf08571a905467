import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProcessOptions {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly logFile: string;
  /** The server answers when this port takes connections. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly readySeconds: number;
  readonly env?: NodeJS.ProcessEnv;
  /** User and group that it runs as. Default: those of this process. */
  readonly identity?: { readonly uid: number; readonly gid: number } | null;
}

/** A server program on this machine: it can be killed and started again on the same files. */
export class ServerProcess {
  private child: ChildProcess | undefined;

  constructor(private readonly options: ProcessOptions) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async start(): Promise<void> {
    const { program, folder, logFile, env, identity } = this.options;
    this.child = spawn(program, this.options.arguments, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...identity,
    });
    const child = this.child;
    let failure: Error | undefined;
    child.once('error', (error) => (failure = error));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text) => appendFileSync(logFile, text));
    }
    const deadline = Date.now() + this.options.readySeconds * 1000;
    while (!(await takesConnections(this.options))) {
      if (failure || child.exitCode !== null || Date.now() > deadline) {
        child.kill('SIGKILL');
        throw new Error(`${program} does not answer: ${failure?.message ?? ''}\n${this.log().slice(-3000)}`);
      }
      await sleep(50);
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await this.ended();
  }

  /** Resolves when it has ended by itself, to its exit code. */
  ended(): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null)
      return Promise.resolve(child?.exitCode ?? null);
    return new Promise((resolve) => child.once('exit', resolve));
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  log(): string {
    return existsSync(this.options.logFile) ? readFileSync(this.options.logFile, 'utf8') : '';
  }
}

function takesConnections({ port, host = '127.0.0.1' }: ProcessOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
