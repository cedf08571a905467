import { undeployedInputs } from '../../charts/inputs';
import { renderCharts } from '../../charts/platform';
import { loadEnvironment } from '../../config/load';
import type { Environment } from '../../config/schema';
import { type Json, renderedCharts } from '../support/synthesized';
import { object, ofKind, podTemplates, variablesOf } from './rendered-objects';

const charts = renderedCharts('production');
const variables = variablesOf(object(charts, 'Deployment', 'api').spec.template);
const production = loadEnvironment('production');

const variablesWith = (change: Partial<Environment>, inputs: object = {}): Record<string, Json> => {
  const environment = { ...production, ...change };
  const rendered = renderCharts(environment, { ...undeployedInputs(environment), ...inputs });
  return variablesOf(object(rendered, 'Deployment', 'api').spec.template);
};

describe('the contract', () => {
  test.each([
    ['PORT', '3000'],
    ['NODE_ENV', 'production'],
    ['REDIS_HOST', 'cache-queues.production.invalid'],
    ['REDIS_PORT', '6379'],
    ['REDIS_URL', 'rediss://$(REDIS_USERNAME):$(REDIS_PASSWORD)@cache-queues.production.invalid:6379'],
    ['TEMPORAL_ADDRESS', 'temporal-frontend.temporal.svc:7233'],
    ['CLIENT_URL', 'https://app.genericcorp.com'],
    ['SERVER_URL', 'https://app.genericcorp.com'],
    ['LOG_LEVEL', 'info'],
  ])('%s is %s', (name, value) => {
    expect(variables[name]).toEqual({ name, value });
  });

  test('the database’s URL has the login of the secret and leads to the pooler, without TLS', () => {
    expect(variables.DATABASE_URL.value).toBe(
      'postgresql://$(DATABASE_USERNAME):$(DATABASE_PASSWORD)@pooler.pooling.svc:6432/app?sslmode=disable',
    );
  });

  test.each(['lifecycle', 'migration'])(
    'the URL of %s leads to the database, whose certificate is verified',
    (name) => {
      const { template } = podTemplates(charts).find((pod) => pod.name.startsWith(name))!;
      expect(variablesOf(template).DATABASE_URL.value).toBe(
        'postgresql://$(DATABASE_USERNAME):$(DATABASE_PASSWORD)@database.production.invalid:5432/app' +
          '?sslmode=verify-full&sslrootcert=/etc/database-certificates/bundle.pem',
      );
    },
  );

  test('the authorities are mounted there', () => {
    const { volumeMounts } = object(charts, 'Deployment', 'api').spec.template.spec.containers[0];
    expect(volumeMounts).toContainEqual({
      name: 'database-certificates',
      mountPath: '/etc/database-certificates',
      readOnly: true,
    });
  });

  test('the login comes before the URL that is composed of it', () => {
    const names = Object.keys(variables);
    expect(names.indexOf('DATABASE_PASSWORD')).toBeLessThan(names.indexOf('DATABASE_URL'));
  });
});

describe('secrets', () => {
  const provider = object(charts, 'SecretProviderClass', 'application');
  const objects: Json[] = JSON.parse(provider.spec.parameters.objects);

  test.each(['DATABASE_USERNAME', 'DATABASE_PASSWORD', 'REDIS_USERNAME', 'REDIS_PASSWORD', 'ENCRYPTION_KEY'])(
    '%s is a reference',
    (name) => {
      expect(variables[name]).toEqual({
        name,
        valueFrom: { secretKeyRef: { name: 'application', key: name } },
      });
    },
  );

  test('no chart holds a Secret', () => {
    expect(ofKind(charts, 'Secret')).toEqual([]);
  });

  test('they are read with the pod’s own role', () => {
    expect(provider.spec.parameters.usePodIdentity).toBe('true');
  });

  test('each secret is named once, or the provider refuses the class', () => {
    const names = objects.map(({ objectName }) => objectName);
    expect(new Set(names).size).toBe(names.length);
  });

  test('every key of the Secret is a file that the provider writes', () => {
    const files = objects.flatMap(({ objectAlias, jmesPath = [] }) => [
      objectAlias,
      ...jmesPath.map((entry: Json) => entry.objectAlias),
    ]);
    const keys: string[] = provider.spec.secretObjects[0].data.map((entry: Json) => entry.objectName);
    expect(files).toEqual(expect.arrayContaining(keys));
  });

  test('a recovery reads the secrets of the environment that it recovers', () => {
    const recovery = object(renderedCharts('recovery'), 'SecretProviderClass', 'application');
    expect(recovery.spec.parameters.objects).toContain('"production/database/app"');
  });

  test('a recovery reads them in its own region', () => {
    const recovery = object(renderedCharts('recovery'), 'SecretProviderClass', 'application');
    expect(recovery.spec.parameters.region).toBe('us-west-2');
  });

  const withProductSecret = (field: string | null): Partial<Environment> => ({
    application: {
      ...production.application,
      secrets: [{ variable: 'STRIPE_KEY', secretName: 'stripe', field }],
    },
  });

  test('a product secret is a reference', () => {
    expect(variablesWith(withProductSecret('key')).STRIPE_KEY.valueFrom.secretKeyRef.key).toBe('STRIPE_KEY');
  });

  test.each([
    ['a field', 'api-key', [{ path: '"api-key"', objectAlias: 'production_product_stripe.api-key' }]],
    ['the whole value', null, undefined],
  ])('a product secret is %s of a secret', (_, field, jmesPath) => {
    const environment = { ...production, ...withProductSecret(field) };
    const rendered = renderCharts(environment, undeployedInputs(environment));
    const { parameters } = object(rendered, 'SecretProviderClass', 'application').spec;
    const entry = JSON.parse(parameters.objects).find(
      (candidate: Json) => candidate.objectName === 'production/product/stripe',
    );
    expect(entry.jmesPath).toEqual(jmesPath);
  });
});

describe('product variables', () => {
  const { application } = production;

  test('a component’s own value wins', () => {
    const components = {
      ...application.components,
      api: { ...application.components.api, variables: { LOG_LEVEL: 'debug' } },
    };
    expect(variablesWith({ application: { ...application, components } }).LOG_LEVEL.value).toBe('debug');
  });

  test('another component does not get it', () => {
    expect(variablesOf(object(charts, 'Deployment', 'worker').spec.template).LOG_LEVEL.value).toBe('info');
  });
});

describe('what not every environment has', () => {
  test('an image without a part for the life of tenants gets none', () => {
    const components = { ...production.application.components, lifecycle: null };
    const environment = { ...production, application: { ...production.application, components } };
    const rendered = renderCharts(environment, undeployedInputs(environment));
    const names = rendered.flatMap(({ objects }) => objects.map((one: Json) => one.metadata.name));
    expect(names).not.toContain('lifecycle');
  });

  const group = { nodeType: 'm7g.large', replicas: 1, snapshotRetentionDays: 1 };

  test('a cache group of its own for volatile values has a URL of its own', () => {
    const cache = { ...production.cache, volatile: { kind: 'ownGroup', group } as const };
    expect(variablesWith({ cache }).REDIS_VOLATILE_URL.value).toContain('@cache-volatile.production.invalid');
  });

  test('a shared one has none', () => {
    expect(variables).not.toHaveProperty('REDIS_VOLATILE_URL');
  });

  test('a read replica has a URL of its own, which leads to the pooler', () => {
    expect(variablesWith({}, { databaseReaderHost: 'reader.invalid' }).DATABASE_READER_URL.value).toContain(
      '@pooler.pooling.svc:6432/app_reader',
    );
  });
});
