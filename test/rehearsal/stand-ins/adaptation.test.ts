import { imageReference } from '../../../charts/image-reference';
import { adaptation } from '../../../rehearsal/stand-ins/adaptation';
import type { Json } from '../../laws/tree';
import { renderedCharts } from '../../support/synthesized';

const login = JSON.stringify({ username: 'user', password: 'secret' });
const secrets = {
  'rehearsal/database/app': login,
  'rehearsal/database/migrator': login,
  'rehearsal/database/pooler': login,
  'rehearsal/cache/queues': login,
  'rehearsal/application/encryption-key': 'ab'.repeat(32),
};
const pgbouncer = imageReference('pgbouncer', null);
const exporter = imageReference('pgbouncerExporter', null);
const images = ['images.rehearsal.invalid/app:built-by-cdk-deploy'];
const certificates = {
  directory: 'https://203.0.113.11/dir',
  serviceAuthority: 'PEM of the service',
  issuedAuthority: 'PEM of the certificates',
  answers: () => {},
};
const chart = (name: string): Json => renderedCharts('rehearsal').find((one) => one.name === name)!.objects;
const adapt = (name: string, standIns = {}): { objects: Json[]; leftOut: readonly string[] } =>
  adaptation({
    secrets,
    databaseAuthorities: 'PEM',
    images,
    certificates,
    internetAuthorities: 'PEM of the internet',
    ...standIns,
  })(chart(name)) as Json;
const byName = (objects: Json[], kind: string, name: string): Json =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);

test('a SecretProviderClass becomes the Secret that the driver would fill', () => {
  expect(byName(adapt('app').objects, 'Secret', 'application').stringData).toEqual({
    DATABASE_USERNAME: 'user',
    DATABASE_PASSWORD: 'secret',
    REDIS_USERNAME: 'user',
    REDIS_PASSWORD: 'secret',
    ENCRYPTION_KEY: 'ab'.repeat(32),
  });
});

test('a class asks for nothing when none of its pods has an image', () => {
  const { objects, leftOut } = adapt('dashboards', { images: [] });
  expect(objects.filter(({ kind }) => /^Secret/.test(kind))).toEqual([]);
  expect(leftOut).toEqual([
    expect.stringMatching(/^Deployment monitoring\/grafana does not run here: no image /),
  ]);
});

test('a class that is mounted asks for a secret, and says so when there is none', () => {
  const images = [imageReference('grafana', null)];
  expect(() => adapt('dashboards', { images })).toThrow(
    'SecretProviderClass grafana asks for rehearsal/grafana, which no stand-in has',
  );
});

test('no volume of the driver is left', () => {
  expect(JSON.stringify(adapt('app').objects)).not.toContain('secrets-store.csi');
});

test('the volume has the files that the driver writes, under their names', () => {
  const { objects } = adapt('app');
  const { volumes } = byName(objects, 'Deployment', 'api').spec.template.spec;
  const { secret } = volumes.find(({ name }: Json) => name === 'secrets');
  expect(byName(objects, 'Secret', secret.secretName).stringData).toMatchObject({
    'rehearsal_database_app.password': 'secret',
    rehearsal_database_app: login,
  });
});

test('a class without variables becomes its files alone', () => {
  const secrets = adapt('pooling', { images: [pgbouncer] }).objects.filter(({ kind }) => kind === 'Secret');
  expect(secrets.map(({ metadata, stringData }) => [metadata.name, Object.keys(stringData).sort()])).toEqual([
    [
      'pooler-files',
      [
        'rehearsal_database_pooler',
        'rehearsal_database_pooler.password',
        'rehearsal_database_pooler.username',
      ],
    ],
  ]);
});

test('a sidecar without an image is left out, and its pod is not', () => {
  const { objects, leftOut } = adapt('pooling', { images: [pgbouncer] });
  const { containers } = byName(objects, 'Deployment', 'pooler').spec.template.spec;
  expect(containers.map(({ name }: Json) => name)).toEqual(['pooler']);
  expect(leftOut).toEqual([
    expect.stringMatching(
      /^Deployment pooling\/pooler runs here without exporter: no image .*pgbouncer-exporter/,
    ),
  ]);
});

test('a pod whose own image is missing does not run for its sidecar', () => {
  const { objects, leftOut } = adapt('pooling', { images: [exporter] });
  expect(byName(objects, 'Deployment', 'pooler')).toBeUndefined();
  expect(leftOut).toEqual([expect.stringMatching(/^Deployment pooling\/pooler does not run here: no image/)]);
});

test('a secret that no stand-in has is named', () => {
  expect(() => adapt('app', { secrets: {} })).toThrow(
    'asks for rehearsal/database/app, which no stand-in has',
  );
});

test('the authorities of the database are those of the stand-in', () => {
  expect(byName(adapt('foundation').objects, 'ConfigMap', 'database-certificates').data).toEqual({
    'bundle.pem': 'PEM',
  });
});

test('what has no image here is left out by name', () => {
  const { objects, leftOut } = adapt('foundation');
  expect(byName(objects, 'Deployment', 'headroom')).toBeUndefined();
  expect(leftOut).toEqual([
    expect.stringMatching(/^Deployment headroom\/headroom does not run here: no image .*pause/),
  ]);
});

test('everything else is sent as it is', () => {
  const changed = new Set(['SecretProviderClass', 'Secret', 'Deployment', 'ConfigMap']);
  const kept = (objects: Json[]): Json[] => objects.filter(({ kind }) => !changed.has(kind));
  expect(kept(adapt('app').objects)).toEqual(kept(chart('app')));
});

describe('an issuer of certificates', () => {
  const { acme } = byName(adapt('ingress').objects, 'ClusterIssuer', 'letsencrypt-staging').spec;

  test('asks the service of the rehearsal, and trusts it', () => {
    expect([acme.server, Buffer.from(acme.caBundle, 'base64').toString()]).toEqual([
      certificates.directory,
      certificates.serviceAuthority,
    ]);
  });

  test('proves every host by a file, with the solver of the chart', () => {
    const rendered = byName(chart('ingress'), 'ClusterIssuer', 'letsencrypt-staging').spec.acme.solvers;
    expect(acme.solvers).toEqual(rendered.filter((solver: Json) => solver.http01));
    expect(acme.solvers).toHaveLength(1);
  });
});

test('who asks the internet or the cache trusts the stand-ins, and nobody else', () => {
  const images = (['blackboxExporter', 'redisExporter', 'prometheus'] as const).map((name) =>
    imageReference(name, null),
  );
  const everySecret = new Proxy({}, { get: () => login }) as Record<string, string>;
  const { objects } = adapt('metrics', { images, secrets: everySecret });
  const trust = { name: 'SSL_CERT_FILE', value: '/etc/internet-authorities/authorities.pem' };
  const variables = (kind: string, name: string): Json =>
    byName(objects, kind, name).spec.template.spec.containers[0].env;
  expect(byName(objects, 'ConfigMap', 'internet-authorities').data).toEqual({
    'authorities.pem': 'PEM of the internet',
  });
  expect(variables('Deployment', 'blackbox-exporter')).toContainEqual(trust);
  expect(variables('Deployment', 'redis-exporter')).toContainEqual(trust);
  expect(variables('StatefulSet', 'prometheus')).not.toContainEqual(trust);
});
