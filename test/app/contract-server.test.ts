import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const directory = mkdtempSync(join(tmpdir(), 'app-'));
const bundle = join(directory, 'main.js');
const children: ChildProcess[] = [];

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, '../../app/src/main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
  });
});

afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => rmSync(directory, { recursive: true }));

const variables = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://app_a:secret@database.invalid:5432/app?sslmode=verify-full',
  REDIS_URL: 'rediss://app:secret@cache.invalid:6379',
  REDIS_HOST: 'cache.invalid',
  REDIS_PORT: '6379',
  TEMPORAL_ADDRESS: 'temporal-frontend.temporal.svc:7233',
  ENCRYPTION_KEY: '0123456789abcdef'.repeat(4),
  CLIENT_URL: 'https://app.example.com',
  SERVER_URL: 'https://app.example.com',
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly exit: Promise<number | null>;
}

async function start(component: string): Promise<Running> {
  const port = await freePort();
  const child = spawn(process.execPath, [bundle, component], { env: { ...variables, PORT: String(port) } });
  children.push(child);
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()));
  return { child, port, exit };
}

const run = (component: string, env: Record<string, string>): { status: number | null; stdout: string } =>
  spawnSync(process.execPath, [bundle, component], { env, encoding: 'utf8' });

const get = async ({ port }: Running, path: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${path}`);

/** Sends half a body, waits for `meanwhile`, sends the rest: the request is in flight in between. */
async function slowRequest({ port }: Running, path: string, meanwhile: () => Promise<void>): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const outgoing = request({ port, method: 'POST', path, agent, headers: { 'Content-Length': 4 } });
  const status = new Promise<number>((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
  });
  outgoing.write('ab');
  await new Promise((resolve) => setTimeout(resolve, 100));
  await meanwhile();
  outgoing.end('cd');
  return status;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** SIGTERM, and time for the server to take notice. */
async function terminate(running: Running): Promise<void> {
  running.child.kill('SIGTERM');
  await pause(200);
}

describe('serving', () => {
  test.each(['api', 'realtime', 'worker'])('%s is alive', async (component) => {
    expect((await get(await start(component), '/health')).status).toBe(200);
  });

  test('it is ready', async () => {
    expect((await get(await start('api'), '/ready')).status).toBe(200);
  });

  test('a path that nobody serves is a 404', async () => {
    expect((await get(await start('api'), '/nothing')).status).toBe(404);
  });

  test('requests are counted by route, not by path', async () => {
    const running = await start('api');
    await get(running, '/nothing');
    expect(await (await get(running, '/metrics')).text()).toContain(
      'http_requests_total{method="GET",route="unknown",status="404"} 1',
    );
  });

  test('durations are measured', async () => {
    const running = await start('api');
    await get(running, '/health');
    expect(await (await get(running, '/metrics')).text()).toContain(
      'http_request_duration_seconds_count{method="GET",route="/health",status="200"} 1',
    );
  });
});

describe('SIGTERM', () => {
  test('an idle server ends with 0', async () => {
    const running = await start('api');
    running.child.kill('SIGTERM');
    expect(await running.exit).toBe(0);
  });

  test('a request in flight is answered', async () => {
    const running = await start('api');
    expect(await slowRequest(running, '/', () => terminate(running))).toBe(200);
  });

  test('the server ends with 0 after the last answer', async () => {
    const running = await start('api');
    await slowRequest(running, '/', () => terminate(running));
    expect(await running.exit).toBe(0);
  });

  test('it is not ready while draining', async () => {
    const running = await start('api');
    expect(await slowRequest(running, '/ready', () => terminate(running))).toBe(503);
  });

  test('no new connection is taken while draining', async () => {
    const running = await start('api');
    let taken = true;
    await slowRequest(running, '/', async () => {
      await terminate(running);
      taken = await get(running, '/').then(
        () => true,
        () => false,
      );
    });
    expect(taken).toBe(false);
  });
});

describe('input', () => {
  test('an unknown argument ends with 2', () => {
    expect(run('unknown', variables).status).toBe(2);
  });

  test('a broken environment ends with 2', () => {
    expect(run('api', { ...variables, PORT: 'http' }).status).toBe(2);
  });

  test('all faults are reported at once', () => {
    const { stdout } = run('api', {});
    expect(JSON.parse(stdout).faults).toHaveLength(Object.keys(variables).length + 1);
  });

  test('a reference that Kubernetes could not resolve is a fault', () => {
    const DATABASE_URL = 'postgresql://$(DATABASE_USERNAME):$(DATABASE_PASSWORD)@database.invalid:5432/app';
    expect(run('migrate', { DATABASE_URL }).status).toBe(2);
  });

  test('a malformed secret is not printed', () => {
    expect(run('api', { ...variables, PORT: '3000', ENCRYPTION_KEY: 'hunter2' }).stdout).not.toContain(
      'hunter2',
    );
  });
});

describe('migrate', () => {
  test('needs DATABASE_URL alone', () => {
    expect(run('migrate', { DATABASE_URL: variables.DATABASE_URL }).status).toBe(0);
  });

  test('says that it migrated nothing', () => {
    expect(run('migrate', { DATABASE_URL: variables.DATABASE_URL }).stdout).toContain('nothing was migrated');
  });
});
