import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { RotationVariables } from '../../lib/database/rotation/handler';
import type { RotationEvent } from '../../lib/secrets/rotation/pending-rotation';

const root = join(__dirname, '..', '..');

const caller = `
  require(process.argv[1]).handler(JSON.parse(process.argv[2])).catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });`;

export interface Invocation {
  readonly process: ChildProcess;
  /** Rejects with what was printed when the function fails. */
  readonly done: Promise<void>;
}

/** The rotation function, bundled as for AWS, each invocation a process of its own. */
export class RotationFunction {
  private readonly folder = mkdtempSync(join(tmpdir(), 'rotation-function-'));
  /** All that any invocation printed. */
  output = '';

  constructor(private readonly environment: RotationVariables & Record<string, string>) {
    buildSync({
      entryPoints: [join(root, 'lib/database/rotation/handler.ts')],
      outfile: join(this.folder, 'index.js'),
      bundle: true,
      platform: 'node',
      external: ['@aws-sdk/*', 'pg-native'],
      logLevel: 'error',
    });
  }

  invoke(event: RotationEvent, overrides: Record<string, string> = {}): Invocation {
    const env = {
      PATH: process.env.PATH,
      NODE_PATH: join(root, 'node_modules'),
      ...this.environment,
      ...overrides,
    };
    const child = spawn(
      process.execPath,
      ['-e', caller, join(this.folder, 'index.js'), JSON.stringify(event)],
      { env, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        printed += text;
        this.output += text;
      });
    }
    const done = new Promise<void>((resolve, reject) => {
      child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(printed))));
    });
    done.catch(() => undefined);
    return { process: child, done };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
