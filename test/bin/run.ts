import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node on a file of the repository, as a shell would, and waits for its end. */
function run(file: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, file, { cwd: root, env: { ...process.env, ...environment } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** `npx platform`. */
export const platform = (...args: readonly string[]): Promise<Ended> => run(['bin/launch-cli.js', ...args]);

/** `npx platform` with other variables. */
export const platformWith = (
  variables: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> => run(['bin/launch-cli.js', ...args], variables);

/** The CDK app, as the CDK CLI runs it for `cdk synth -c KEY=VALUE`. */
export const cdkApp = (context: object, outdir: string): Promise<Ended> =>
  run(['-r', 'ts-node/register', 'bin/platform.ts'], {
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_OUTDIR: outdir,
  });
