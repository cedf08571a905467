import { type ChildProcess, spawn } from 'node:child_process';

/** A TypeScript program in a process of its own, so that it can be killed for real. */
export class TypeScriptProcess {
  private readonly child: ChildProcess;
  private output = '';
  private readonly ended: Promise<number | null>;

  constructor(file: string, environment: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, ['-r', 'ts-node/register', file], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text) => (this.output += text));
    }
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
  }

  /** Until it has written `line`. Throws when it ends before. */
  async saying(line: string): Promise<void> {
    while (!this.output.includes(line)) {
      const code = await Promise.race([
        this.ended,
        new Promise((resolve) => setTimeout(resolve, 10, 'alive')),
      ]);
      if (code !== 'alive' && !this.output.includes(line))
        throw new Error(`It ended with ${code}:\n${this.output}`);
    }
  }

  /** As the out-of-memory killer does; waits until it is gone. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  terminate(): void {
    this.child.kill('SIGTERM');
  }

  /** Its exit code, null when it was killed, and all that it wrote. */
  async end(): Promise<{ readonly code: number | null; readonly output: string }> {
    return { code: await this.ended, output: this.output };
  }
}
