import { undeployedInputs } from '../../charts/inputs';
import { renderCharts } from '../../charts/platform';
import { alternatingUsers } from '../../config/database-users';
import { loadEnvironment } from '../../config/load';
import { clientLifetimeSeconds, longestTransactionSeconds } from '../../config/pooler';
import { type Json, renderedCharts } from '../support/synthesized';
import { object } from './rendered-objects';

const charts = renderedCharts('production');
const deployment = object(charts, 'Deployment', 'pooler').spec;
const [pgbouncer, exporter] = deployment.template.spec.containers;
const files: Record<string, string> = object(charts, 'ConfigMap', 'pooler').data;

const renderedWith = (change: object): readonly Json[] => {
  const environment = loadEnvironment('production');
  return renderCharts(environment, { ...undeployedInputs(environment), ...change });
};
const revisionOf = (rendered: readonly Json[]): string =>
  object(rendered, 'Deployment', 'pooler').spec.template.metadata.labels['platform/revision'];

describe('settings', () => {
  test.each([
    'pool_mode = transaction',
    'max_client_conn = 1000',
    'default_pool_size = 25',
    'reserve_pool_size = 5',
    'server_tls_sslmode = verify-full',
    'server_tls_ca_file = /etc/database-certificates/bundle.pem',
    'app = host=database.production.invalid port=5432 dbname=app',
    'auth_type = hba',
  ])('%s', (line) => {
    expect(files['pgbouncer.ini']!.split('\n')).toContain(line);
  });

  test('hold no password and no user that has one', () => {
    expect(Object.values(files).join('\n')).not.toMatch(/password\s*=\s*[^$]|\buser\s*=/);
  });

  test('only the two users of the application’s login come, by SCRAM, and not to the lookups', () => {
    expect(files['clients.conf']!.split('\n').filter((line) => line.startsWith('host'))).toEqual([
      `host app ${alternatingUsers('app').join(',')} all scram-sha-256`,
    ]);
  });

  test('a read replica is a database of its own', () => {
    const data = object(renderedWith({ databaseReaderHost: 'reader.invalid' }), 'ConfigMap', 'pooler').data;
    expect(data['pgbouncer.ini']).toContain('\napp_reader = host=reader.invalid port=5432 dbname=app\n');
    expect(data['clients.conf']).toContain('host app,app_reader ');
  });
});

describe('the login', () => {
  const provider = object(charts, 'SecretProviderClass', 'pooler');

  test('is files of the secret, and no Secret of the cluster', () => {
    expect(provider.spec).not.toHaveProperty('secretObjects');
    expect(provider.spec.parameters.objects).toContain('"objectName":"production/database/pooler"');
  });

  test('the start script reads the files that the driver writes', () => {
    for (const field of ['username', 'password']) {
      expect(files['start.sh']).toContain(`'/mnt/secrets/production_database_pooler.${field}'`);
    }
  });

  test('what is made of it stays in memory', () => {
    const { volumes } = deployment.template.spec;
    expect(volumes).toContainEqual({ name: 'writable-0', emptyDir: { sizeLimit: '1Mi', medium: 'Memory' } });
  });

  test('the exporter sees neither', () => {
    expect(exporter.volumeMounts).toEqual([{ name: 'writable-1', mountPath: '/run/pooler-socket' }]);
  });

  test('the exporter is another user than PgBouncer, whose own may do everything', () => {
    expect(exporter.securityContext.runAsUser).not.toBe(deployment.template.spec.securityContext.runAsUser);
  });
});

test('PgBouncer takes the place of the script, so that SIGTERM reaches it', () => {
  expect(pgbouncer.command).toEqual(['/bin/sh', '/etc/pooler/start.sh']);
  expect(files['start.sh']).toMatch(/\nexec pgbouncer '\/etc\/pooler\/pgbouncer\.ini'\n$/);
});

test('a pod waits for as long as a client keeps a connection', () => {
  expect(deployment.template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(
    clientLifetimeSeconds + longestTransactionSeconds,
  );
});

describe('a change', () => {
  test('of the settings is rolled out', () => {
    const production = loadEnvironment('production');
    const environment = { ...production, pooling: { ...production.pooling, poolSize: 20 } };
    expect(revisionOf(renderCharts(environment, undeployedInputs(environment)))).not.toBe(revisionOf(charts));
  });

  test('of the database’s name is none: a token stands there at synthesis', () => {
    expect(revisionOf(renderedWith({ databaseHost: '${Token[database.7]}' }))).toBe(revisionOf(charts));
  });
});
