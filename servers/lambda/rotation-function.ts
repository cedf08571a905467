import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..', '..');

const caller = `
  const { handler } = require(process.argv[1]);
  (async () => {
    for (const event of JSON.parse(process.argv[2])) await handler(event);
  })().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });`;

/** What Secrets Manager asks for. */
export interface RotationStep {
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly SecretId: string;
  /** Id of the version that the rotation makes. */
  readonly ClientRequestToken: string;
}

/** In the order in which Secrets Manager asks for them. */
export const rotationSteps: readonly RotationStep['Step'][] = [
  'createSecret',
  'setSecret',
  'testSecret',
  'finishSecret',
];

export interface Invocation {
  readonly process: ChildProcess;
  /** Rejects with what was printed when the function fails. */
  readonly done: Promise<void>;
}

/** A function that rotates secrets, bundled as for AWS; each invocation is a process of its own. */
export class RotationFunction {
  private readonly folder = mkdtempSync(join(tmpdir(), 'rotation-function-'));
  /** All that any invocation printed. */
  output = '';

  /**
   * @param entryFile TypeScript that exports `handler`.
   * @param environment what the function is told when it is deployed.
   */
  constructor(
    entryFile: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    buildSync({
      entryPoints: [entryFile],
      outfile: join(this.folder, 'index.js'),
      bundle: true,
      platform: 'node',
      external: ['@aws-sdk/*', 'pg-native'],
      logLevel: 'error',
    });
  }

  /** Several steps are one process, as they are on AWS while an instance of the function is warm. */
  invoke(
    steps: RotationStep | readonly RotationStep[],
    overrides: Readonly<Record<string, string>> = {},
  ): Invocation {
    const env = {
      PATH: process.env.PATH,
      NODE_PATH: join(root, 'node_modules'),
      ...this.environment,
      ...overrides,
    };
    const child = spawn(
      process.execPath,
      ['-e', caller, join(this.folder, 'index.js'), JSON.stringify([steps].flat())],
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
