import { connect as connectTls } from 'node:tls';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { temporalPorts, temporalServices } from '../../../config/temporal';
import { selfSignedCertificate } from '../../../servers/self-signed-certificate';
import { ApiClient } from '../app/support/api-client';
import { ReferencePlatform } from '../app/support/reference-platform';
import { RotatedDatabase } from '../rotated-database';
import { temporaryFolder } from '../../../verify/temporary-folder';
import { RenderedTemporal } from './rendered-temporal';

jest.setTimeout(300_000);

let database: RotatedDatabase;
let temporal: RenderedTemporal;
let platform: ReferencePlatform;
let acme: ApiClient;

beforeAll(async () => {
  database = await RotatedDatabase.start();
  await database.rotate('temporal');
  const login = await database.credentials('temporal');
  temporal = await RenderedTemporal.prepare({ postgres: database.server, login });
});
afterAll(async () => {
  await platform?.stop();
  await temporal?.stop();
  await database?.stop();
});

const versions = async (name: string): Promise<unknown> => {
  const [row] = await database.server.asSuperuser(
    'SELECT curr_version AS version, (SELECT count(*)::int FROM schema_update_history) AS steps FROM schema_version',
    name,
  );
  return row;
};

describe('the schema job', () => {
  test('makes both schemas as the login temporal, and nothing the second time', async () => {
    expect(await temporal.runJob('temporal-schema')).toMatchObject({ code: 0 });
    const first = [await versions('temporal'), await versions('temporal_visibility')];
    expect(await temporal.runJob('temporal-schema')).toMatchObject({ code: 0 });
    expect([await versions('temporal'), await versions('temporal_visibility')]).toEqual(first);
  });

  test('makes tables that the next user of the login may change, too', async () => {
    const rows = await database.server.asSuperuser(
      `SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'`,
      'temporal',
    );
    expect(rows).toEqual([{ tableowner: 'temporal' }]);
  });
});

describe('the services, each a process of its own', () => {
  beforeAll(async () => {
    await temporal.startServices();
    platform = await ReferencePlatform.start({ tenants: ['acme'], temporalAddress: temporal.address });
    const api = await platform.run('api');
    await platform.run('worker');
    acme = new ApiClient(api, await platform.signIn.token({ tenant: 'acme', scope: 'tenant-admin' }));
  });

  test('answer the frontend’s readiness probe', async () => {
    const connection = await Connection.connect({ address: temporal.address });
    const { status } = await connection.healthService.check({
      service: 'temporal.api.workflowservice.v1.WorkflowService',
    });
    await connection.close();
    expect(status).toBe(1);
  });

  test.each(temporalServices)('%s shows its metrics', async (service) => {
    const metrics = await fetch(`http://${temporal.addressOf(service)}:9090/metrics`);
    expect(await metrics.text()).toContain('# TYPE ');
  });

  test('the namespace job changes nothing the second time', async () => {
    expect(await temporal.runJob('temporal-namespace')).toMatchObject({ code: 0 });
  });

  test('carry out a tenant’s workflow', async () => {
    const task = await acme.finished(
      await acme.task(await acme.agent(), 'one two\n\nthree four', { durable: true }),
    );
    expect(task).toMatchObject({ state: 'done', result: { answer: 'two one\n\nfour three', calls: 2 } });
  });

  test.each(['history', 'matching', 'frontend'] as const)(
    'workflows survive the loss of %s, which comes back after two seconds',
    async (service) => {
      const agent = await acme.agent();
      const text = Array.from({ length: 20 }, (_, step) => `step ${step}`).join('\n\n');
      const tasks = await Promise.all(
        Array.from({ length: 10 }, () => acme.task(agent, text, { durable: true })),
      );
      await sleep(1000);
      await temporal.kill(service);
      await sleep(2000);
      await temporal.start(service);
      const states = await Promise.all(tasks.map(async (task) => (await acme.finished(task)).state));
      expect(states).toEqual(tasks.map(() => 'done'));
    },
  );

  test.each(['history', 'matching'] as const)('%s hears no caller without a certificate', async (service) => {
    const { authorized, refused } = await handshake(service, {});
    expect({ authorized, refused }).toEqual({ authorized: true, refused: true });
  });

  test.each(['history', 'matching'] as const)('%s hears a caller with one', async (service) => {
    const file = (name: string): Buffer => readFileSync(join(temporal.internodeFolder, name));
    const { refused } = await handshake(service, { cert: file('tls.crt'), key: file('tls.key') });
    expect(refused).toBe(false);
  });
});

describe('planted faults', () => {
  test('a database with a certificate of somebody else is refused', async () => {
    const { certificate } = selfSignedCertificate(temporaryFolder('authorities'));
    const misled = await RenderedTemporal.prepare({
      postgres: database.server,
      login: await database.credentials('temporal'),
      databaseAuthorities: certificate,
    });
    const { code, stdout, stderr } = await misled.runJob('temporal-schema');
    await expect(misled.start('history')).rejects.toThrow('does not answer');
    const log = misled.log('history');
    await misled.stop();
    const named = expect.stringContaining('certificate signed by unknown authority');
    expect([code, stdout + stderr, log]).toEqual([1, named, named]);
  });
});

/** Whether the service's certificate is the right one, and whether it hangs up on this client. */
function handshake(
  service: 'history' | 'matching',
  client: { cert?: Buffer; key?: Buffer },
): Promise<{ authorized: boolean; refused: boolean }> {
  return new Promise((resolve) => {
    const socket = connectTls({
      host: temporal.addressOf(service),
      port: temporalPorts[service].rpc,
      servername: 'temporal-internode',
      ca: readFileSync(join(temporal.internodeFolder, 'ca.crt')),
      ALPNProtocols: ['h2'],
      ...client,
    });
    const answer = (refused: boolean): void => {
      resolve({ authorized: socket.authorized, refused });
      socket.destroy();
    };
    // With TLS 1.3 a server refuses after the client holds the handshake for done; one that accepts sends its settings.
    socket.once('data', () => answer(false));
    socket.once('error', () => answer(true));
    socket.once('close', () => answer(true));
  });
}
