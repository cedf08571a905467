import { parse } from 'yaml';
import { sharedNamespace, workflowRetentionDays } from '../../app/src/workflows/names';
import type { RenderedChart } from '../../charts/rendered-chart';
import type { Environment } from '../../config/schema';
import { undeployedInputs } from '../../charts/inputs';
import { renderCharts } from '../../charts/platform';
import { temporalAddress } from '../../config/contract';
import { loadEnvironment } from '../../config/load';
import {
  temporalDynamicSettings,
  type TemporalService,
  temporalServices,
  tenantsNamespace,
} from '../../config/temporal';
import { dynamicSettings } from '../../servers/temporal/temporal-server';
import { tenantAttribute } from '../../tenancy/workflows/workflow-ids';
import { renderedCharts } from '../support/synthesized';
import { object, ofKind, variablesOf } from './rendered-objects';

const production = loadEnvironment('production');
const charts = renderedCharts('production');
const services = temporalServices.map((service) => `temporal-${service}`);
const configuration = (name: string, file: string) => parse(object(charts, 'ConfigMap', name).data[file]);
const podOf = (name: string) => object(charts, 'Deployment', name).spec.template.spec;
const jobOf = (name: string) =>
  ofKind(charts, 'Job').find(({ metadata }) => metadata.name.startsWith(`${name}-`));

describe('what the application expects', () => {
  test('the frontend answers where TEMPORAL_ADDRESS says', () => {
    const { metadata, spec } = object(charts, 'Service', 'temporal-frontend');
    expect(`${metadata.name}.${metadata.namespace}.svc:${spec.ports[0].port}`).toBe(temporalAddress);
  });

  test('the namespace is the one that it uses, as long as it means to keep workflows', () => {
    expect([tenantsNamespace.name, tenantsNamespace.retentionDays]).toEqual([
      sharedNamespace,
      workflowRetentionDays,
    ]);
  });

  test('the search attribute is the one by which it finds a tenant’s workflows', () => {
    expect(tenantsNamespace.searchAttributes).toHaveProperty(tenantAttribute.name, 'Keyword');
  });

  test('its tests run with the settings that it gets here', () => {
    expect(temporalDynamicSettings).toMatchObject(dynamicSettings);
  });
});

describe.each(services)('%s', (name) => {
  test('shares queues out between tenants', () => {
    expect(configuration(name, 'dynamic.yaml')['matching.enableFairness']).toEqual([{ value: true }]);
  });

  test.each(['default', 'visibility'])('checks the certificate of the %s database', (store) => {
    expect(configuration(name, 'server.yaml').persistence.datastores[store].sql.tls).toEqual({
      enabled: true,
      enableHostVerification: true,
      caFile: '/etc/database-certificates/bundle.pem',
    });
  });

  test('opens no more connections than are counted', () => {
    const { datastores } = configuration(name, 'server.yaml').persistence;
    const service = name.replace('temporal-', '') as TemporalService;
    const most = production.temporal.services[service].databaseConnectionsMax;
    expect([datastores.default.sql.maxConns, datastores.visibility.sql.maxConns]).toEqual([most, most]);
  });

  test('takes user and password from its variables', () => {
    const { user, password } = configuration(name, 'server.yaml').persistence.datastores.default.sql;
    expect([user, password]).toEqual(['{{ env `DATABASE_USERNAME` }}', '{{ env `DATABASE_PASSWORD` }}']);
  });

  test('asks other services for a certificate', () => {
    const { internode } = configuration(name, 'server.yaml').global.tls;
    expect(internode.server).toMatchObject({
      requireClientAuth: true,
      clientCaFiles: ['/etc/temporal/internode/ca.crt'],
    });
  });

  test('mounts the files that its configuration names', () => {
    const mounts = podOf(name).containers[0].volumeMounts.map(
      ({ mountPath }: { mountPath: string }) => mountPath,
    );
    expect(mounts).toEqual([
      '/etc/temporal/config',
      '/etc/temporal/internode',
      '/mnt/secrets',
      '/etc/database-certificates',
    ]);
  });

  test('starts anew when its configuration changes', () => {
    const service = name.replace('temporal-', '') as TemporalService;
    const changed: Environment = {
      ...production,
      temporal: {
        ...production.temporal,
        services: {
          ...production.temporal.services,
          [service]: { ...production.temporal.services[service], databaseConnectionsMax: 7 },
        },
      },
    };
    const hash = (rendered: readonly RenderedChart[]): string =>
      object(rendered, 'Deployment', name).spec.template.metadata.labels['platform/revision'];
    expect(hash(renderCharts(changed, undeployedInputs(changed)))).not.toBe(hash(charts));
  });
});

describe('the jobs', () => {
  const order = charts.map(({ name }) => name);

  test('the schema comes before the services, the namespace after them', () => {
    const places = ['temporal-schema', 'temporal', 'temporal-namespace'].map((name) => order.indexOf(name));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('the schema’s version of the tool is the server’s', () => {
    const tag = (image: string) => image.split(':').at(-1);
    const tool = jobOf('temporal-schema').spec.template.spec.containers[0].image;
    expect(tag(tool)).toBe(tag(podOf('temporal-history').containers[0].image));
  });

  test('the namespace job holds no login', () => {
    expect(Object.keys(variablesOf(jobOf('temporal-namespace').spec.template))).toEqual(['TEMPORAL_ADDRESS']);
  });
});

describe('the UI', () => {
  test('cannot change a workflow', () => {
    const variables = variablesOf(object(charts, 'Deployment', 'temporal-ui').spec.template);
    expect(variables.TEMPORAL_DISABLE_WRITE_ACTIONS.value).toBe('true');
  });

  test('has no Service', () => {
    expect(() => object(charts, 'Service', 'temporal-ui')).toThrow('no Service');
  });
});
