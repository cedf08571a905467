import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { ChildSettings } from './child-settings';

/** A process of this folder. What it writes to its error output shows when it ends by itself with an error. */
export class Child {
  private errors = '';
  private readonly ended: Promise<void>;

  private constructor(
    private readonly process: ChildProcess,
    name: string,
    onLine: (line: string) => void,
  ) {
    process.stderr?.on('data', (text) => (this.errors += text));
    createInterface({ input: process.stdout! }).on('line', onLine);
    this.ended = new Promise((resolve, reject) => {
      process.once('close', (code) => {
        if (code) reject(new Error(`${name} ended with ${code}:\n${this.errors.slice(-2000)}`));
        else resolve();
      });
    });
    this.ended.catch(() => {});
  }

  static start(
    name: 'producer' | 'performer',
    settings: ChildSettings,
    onLine: (line: string) => void = () => {},
  ): Child {
    const program = spawn(process.execPath, ['-r', 'ts-node/register', join(__dirname, `${name}.ts`)], {
      env: { ...process.env, DURABILITY: JSON.stringify(settings) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Child(program, name, onLine);
  }

  /** A performer that works. */
  static async performer(settings: ChildSettings): Promise<Child> {
    return new Promise((resolve, reject) => {
      const child = Child.start('performer', settings, () => resolve(child));
      child.ended.catch(reject);
    });
  }

  end(): Promise<void> {
    return this.ended;
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }
}
