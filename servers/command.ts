import { type ChildProcess, spawn } from 'node:child_process';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from its standard input; Linux takes no argument over 128 KiB. Default: nothing. */
  readonly input?: string;
}

const running = new Set<ChildProcess>();

/** Starts a program that `stopAll` ends when this process is interrupted. */
export function start(program: string, args: readonly string[], options: CommandOptions = {}): ChildProcess {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  // A program that ends before it has read all says why by its code.
  child.stdin?.on('error', () => {});
  child.stdin?.end(options.input);
  running.add(child);
  child.on('close', () => running.delete(child));
  return child;
}

/** Runs a program to its end. */
export function attempt(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Outcome> {
  const child = start(program, args, options);
  const chunks = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data) => (chunks.stdout += data));
  child.stderr?.on('data', (data) => (chunks.stderr += data));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`${program} cannot be started: ${error.message}`)));
    child.on('close', (code) => resolve({ code: code ?? 1, ...chunks }));
  });
}

/** Runs a program that must succeed, and returns what it printed. */
export async function run(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await attempt(program, args, options);
  if (code === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${(stderr || stdout).slice(-4000)}`);
}

/** Ends every program that is still running. */
export function stopAll(): void {
  for (const child of running) child.kill('SIGTERM');
}
