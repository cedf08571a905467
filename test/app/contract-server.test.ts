import { Collector } from './support/collector';
import {
  get,
  run,
  slowRequest,
  start,
  startShared,
  useApplication,
  variables,
  written,
  type Running,
} from './support/application-process';

useApplication();

/** SIGTERM, and time for the server to take notice. */
async function terminate(running: Running): Promise<void> {
  running.child.kill('SIGTERM');
  await written(running, 'draining');
}

describe.each(['api', 'realtime', 'worker', 'lifecycle'])('%s without any store', (component) => {
  let running: Running;
  beforeAll(async () => {
    running = await startShared(component);
  });

  test('is alive', async () => {
    expect((await get(running, '/health')).status).toBe(200);
  });

  test('is not ready', async () => {
    expect((await get(running, '/ready')).status).toBe(503);
  });

  test('ends with 0 at SIGTERM', async () => {
    running.child.kill('SIGTERM');
    expect(await running.exit).toBe(0);
  });
});

describe('a worker without any store', () => {
  test('/ready says what is down', async () => {
    const answer = await get(await start('worker'), '/ready');
    expect(await answer.json()).toEqual({
      ready: false,
      draining: false,
      dependencies: { database: 'down', redis: 'down', temporal: 'down' },
    });
  });

  test('no secret of the environment is logged', async () => {
    const running = await start('worker');
    await written(running, 'does not answer');
    expect(running.log()).not.toMatch(/database-password|cache-password|0123456789abcdef/);
  });
});

let api: Running;
beforeAll(async () => {
  api = await startShared('api');
});

describe('without an issuer of tokens', () => {
  test('a route that needs a token is a 503', async () => {
    expect((await get(api, '/v1/agents')).status).toBe(503);
  });

  test('it says which variables are missing', async () => {
    const answer = await get(api, '/v1/agents');
    expect(await answer.json()).toMatchObject({
      code: 'no-sign-in',
      detail: 'Sign-in is not set up: set OIDC_ISSUER and OIDC_AUDIENCE.',
    });
  });
});

describe('serving', () => {
  test('a path that nobody serves is a 404', async () => {
    expect((await get(api, '/nothing')).status).toBe(404);
  });

  test('requests are counted by route, not by path', async () => {
    await get(api, '/nothing');
    expect(await (await get(api, '/metrics')).text()).toContain(
      'http_requests_total{method="GET",route="unknown",status="404",tenant="none"} ',
    );
  });

  test('a request that is refused before its handler has its route', async () => {
    await get(api, '/v1/agents/5f9d1f0a-0000-4000-8000-000000000000');
    expect(await (await get(api, '/metrics')).text()).toContain(
      'http_requests_total{method="GET",route="/v1/agents/{agentId}",status="503",tenant="none"} ',
    );
  });

  test('durations are measured', async () => {
    await get(api, '/health');
    expect(await (await get(api, '/metrics')).text()).toContain(
      'http_request_duration_seconds_count{method="GET",route="/health",status="200",tenant="none"} ',
    );
  });

  test('a line of the log carries the trace of its request', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    await get(api, '/nothing', { traceparent: `00-${trace}-b7ad6b7169203331-01` });
    await written(api, trace);
    const line = api
      .log()
      .split('\n')
      .find((text) => text.includes(trace));
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 'info',
      component: 'api',
      trace,
      route: 'unknown',
    });
  });
});

let collector: Collector | undefined;
afterAll(() => collector?.stop());

test('spans go to the collector, under the trace of the log', async () => {
  collector = await Collector.start();
  const traced = await start('api', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    // Not at SIGTERM, where a busy machine may need longer than the application waits.
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  await get(traced, '/nothing');
  await collector.received();
  traced.child.kill('SIGTERM');
  await traced.exit;
  const line = traced
    .log()
    .split('\n')
    .find((text) => text.includes('"message":"request"'));
  expect(collector.traces()).toContain(JSON.parse(line ?? '{}').trace);
  expect(new Set(collector.paths())).toEqual(new Set(['/v1/traces']));
});

describe('SIGTERM', () => {
  test('a request in flight is answered', async () => {
    const running = await start('api');
    expect(await slowRequest(running, '/health', () => terminate(running))).toMatch(/^HTTP\/1.1 200 /);
  });

  test('the server ends with 0 after the last answer', async () => {
    const running = await start('api');
    await slowRequest(running, '/health', () => terminate(running));
    expect(await running.exit).toBe(0);
  });

  test('it is not ready while draining', async () => {
    const running = await start('api');
    expect(await slowRequest(running, '/ready', () => terminate(running))).toContain('"draining":true');
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

  test('with DRAIN_SECONDS requests are still answered, and /ready says no', async () => {
    const running = await start('api', { DRAIN_SECONDS: '5' });
    await terminate(running);
    expect((await get(running, '/ready')).status).toBe(503);
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
  test('asks for DATABASE_URL alone', () => {
    expect(JSON.parse(run('migrate', {}).stdout).faults).toEqual([
      'DATABASE_URL is not set; allowed: postgresql://… or postgres://…',
    ]);
  });

  test('ends with 1 when the database does not answer', () => {
    expect(run('migrate', { DATABASE_URL: variables.DATABASE_URL }).status).toBe(1);
  });
});
