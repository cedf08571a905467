import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf, listeningPorts, processTree, residentMib } from './process-tree';
import type { Sandbox } from './sandbox';

export interface Ended {
  /** As a shell says it: 128 and the signal's number for one that a signal ended. */
  readonly code: number;
  readonly seconds: number;
}

const signalNumbers: Readonly<Record<string, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15, SIGABRT: 6 };

/** One start of the command: a replica. */
export class Instance {
  /** Everything that it printed. */
  log = '';
  private ending: Ended | null = null;
  private failure: Error | null = null;
  private readonly startedAt = Date.now();
  private readonly closed: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly confined: boolean,
    /** The value of PORT. */
    readonly wantedPort: number,
  ) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (this.log += text));
    child.on('error', (error) => (this.failure = error));
    child.on('exit', (code, signal) => {
      this.ending = { code: code ?? 128 + (signalNumbers[signal ?? ''] ?? 0), seconds: this.age };
    });
    this.closed = new Promise((resolve) => {
      child.once('close', () => resolve());
      child.once('error', () => resolve());
    });
  }

  static start(
    sandbox: Sandbox,
    command: readonly string[],
    variables: Readonly<Record<string, string>>,
    port: number,
  ): Instance {
    // A pod has these from its image; nothing else of this process's environment gets in.
    const machine = { PATH: process.env.PATH ?? '', HOME: '/', HOSTNAME: `contract-${port}` };
    const child = sandbox.spawn(command, { ...machine, PORT: String(port), ...variables });
    return new Instance(child, sandbox.unconfined === null, port);
  }

  /** Null as long as it runs. */
  get ended(): Ended | null {
    return this.failure ? { code: 127, seconds: 0 } : this.ending;
  }

  /** Processes of the replica, its first one first. */
  processes(): number[] {
    const { pid } = this.child;
    if (pid === undefined || this.ended) return [];
    const first = this.confined ? childrenOf(pid)[0] : pid;
    return first === undefined ? [] : processTree(first);
  }

  residentMib(): number {
    return residentMib(this.processes());
  }

  listeningPorts(): number[] {
    return listeningPorts(this.processes());
  }

  /** To the first process, as Kubernetes does. */
  terminate(): void {
    const [first] = this.processes();
    if (first !== undefined) process.kill(first, 'SIGTERM');
  }

  /** Waits until it has ended, for a time; null: it runs on. */
  async end(seconds: number): Promise<Ended | null> {
    const patience = new AbortController();
    await Promise.race([
      this.closed,
      sleep(seconds * 1000, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    return this.ended;
  }

  async kill(): Promise<void> {
    const { pid } = this.child;
    if (pid === undefined || this.ended) return;
    // The group: without a sandbox the command's own children would stay.
    process.kill(-pid, 'SIGKILL');
    await this.closed;
  }

  private get age(): number {
    return (Date.now() - this.startedAt) / 1000;
  }
}
