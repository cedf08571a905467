import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'app-'));
const main = join(folder, 'main.js');
const ofTest: ChildProcess[] = [];
const ofFile: ChildProcess[] = [];
const kill = (children: ChildProcess[]): void => children.splice(0).forEach((child) => child.kill('SIGKILL'));

/** Builds the application for the tests of a file, and ends what they started. */
export function useApplication(): void {
  // A process starts in half a second, on a busy machine in some.
  jest.setTimeout(60_000);
  beforeAll(() => {
    execFileSync(process.execPath, [join(root, 'app/build.mjs'), folder]);
  });
  afterEach(() => kill(ofTest));
  afterAll(() => {
    kill(ofFile);
    rmSync(folder, { recursive: true });
  });
}

/** All that a pod gets, of stores that are not there. */
export const variables = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://app_a:database-password@database.invalid:5432/app?sslmode=verify-full',
  REDIS_URL: 'rediss://app:cache-password@cache.invalid:6379',
  REDIS_HOST: 'cache.invalid',
  REDIS_PORT: '6379',
  TEMPORAL_ADDRESS: 'temporal-frontend.temporal.invalid:7233',
  ENCRYPTION_KEY: '0123456789abcdef'.repeat(4),
  CLIENT_URL: 'https://app.example.com',
  SERVER_URL: 'https://app.example.com',
};

const packages = { NODE_PATH: join(root, 'node_modules'), PATH: process.env.PATH };

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

export interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly exit: Promise<number | null>;
  readonly log: () => string;
}

/** Starts a component for one test; resolves once it listens. */
export const start = (component: string, more: Record<string, string> = {}): Promise<Running> =>
  startAmong(ofTest, component, more);

/** Starts a component for all tests of the file. */
export const startShared = (component: string): Promise<Running> => startAmong(ofFile, component, {});

async function startAmong(
  children: ChildProcess[],
  component: string,
  more: Record<string, string>,
): Promise<Running> {
  const port = await freePort();
  const env = { ...variables, ...packages, PORT: String(port), ...more };
  const child = spawn(process.execPath, [main, component], { env });
  children.push(child);
  let output = '';
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const listening = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
        if (output.includes('"listening"')) resolve();
      });
    }
  });
  await Promise.race([listening, exit]);
  return { child, port, exit, log: () => output };
}

/** Runs a component to its end. */
export const run = (
  component: string,
  env: Record<string, string>,
): { status: number | null; stdout: string } =>
  spawnSync(process.execPath, [main, component], { env: { ...packages, ...env }, encoding: 'utf8' });

export const get = (
  { port }: Running,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`, { headers });

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until the component has written this, or has ended. */
export async function written(running: Running, text: string): Promise<void> {
  while (running.child.exitCode === null && !running.log().includes(text)) await pause(10);
}

/** Sends half of a request's head, waits for `meanwhile`, sends the rest; answers the response as text. */
export async function slowRequest(
  { port }: Running,
  path: string,
  meanwhile: () => Promise<void>,
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (text) => (answer += text));
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n`);
  await pause(100);
  await meanwhile();
  socket.write('\r\n');
  await ended;
  return answer;
}
