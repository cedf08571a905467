import { parse } from 'yaml';
import { undeployedInputs } from '../../charts/inputs';
import { renderCharts } from '../../charts/platform';
import { loadEnvironment } from '../../config/load';
import type { Environment } from '../../config/schema';
import { object, variablesOf } from './rendered-objects';

const production = loadEnvironment('production');

const chartsOf = (environment: Environment) => renderCharts(environment, undeployedInputs(environment));
const charts = chartsOf(production);
const fileOf = (environment: Environment, name: string) =>
  parse(object(chartsOf(environment), 'ConfigMap', 'prometheus').data[name]);
const configuration = fileOf(production, 'prometheus.yml');
const jobs = new Map<string, Record<string, never>>(
  configuration.scrape_configs.map((job: { job_name: string }) => [job.job_name, job]),
);
const setOf = (environment: Environment) => object(chartsOf(environment), 'StatefulSet', 'prometheus').spec;
const flags = (environment: Environment): string[] => setOf(environment).template.spec.containers[0].args;

/** The same environment with another Prometheus. */
const withPrometheus = (changes: Partial<Environment['monitoring']['prometheus']>): Environment => ({
  ...production,
  monitoring: { ...production.monitoring, prometheus: { ...production.monitoring.prometheus, ...changes } },
});

describe('Prometheus', () => {
  test('has no door to its administration and none to its reload', () => {
    expect(flags(production).filter((flag) => /admin|lifecycle|remote-write-receiver/.test(flag))).toEqual(
      [],
    );
  });

  test('keeps samples for its days, and four fifths of its volume', () => {
    expect(flags(withPrometheus({ retentionDays: 7, storageGib: 50 }))).toEqual(
      expect.arrayContaining(['--storage.tsdb.retention.time=7d', '--storage.tsdb.retention.size=40960MB']),
    );
  });

  test('is told apart from its twin by a label that its alerts go without', () => {
    expect(configuration.global.external_labels).toEqual({
      environment: 'production',
      replica: '${POD_NAME}',
    });
    expect(configuration.alerting.alert_relabel_configs).toEqual([{ regex: 'replica', action: 'labeldrop' }]);
    expect(variablesOf(setOf(production).template).POD_NAME.valueFrom.fieldRef.fieldPath).toBe(
      'metadata.name',
    );
  });

  test('tells every Alertmanager that the name leads to', () => {
    expect(configuration.alerting.alertmanagers[0].dns_sd_configs[0]).toMatchObject({
      names: ['alertmanager.monitoring.svc'],
      type: 'A',
      port: 9093,
    });
  });

  test('sends samples on where it is told to, and else nowhere', () => {
    const remoteWriteUrl = 'https://metrics.example.com/api/v1/write';
    expect(fileOf(withPrometheus({ remoteWriteUrl }), 'prometheus.yml').remote_write).toEqual([
      { url: remoteWriteUrl },
    ]);
    expect(configuration.remote_write).toBeUndefined();
  });

  test('evaluates the rules of every part', () => {
    const { groups } = fileOf(production, 'rules.yml');
    const alerts = groups.flatMap(({ rules }: { rules: { alert?: string }[] }) =>
      rules.map(({ alert }) => alert),
    );
    expect(alerts).toContain('PoolerClientsWaiting');
  });

  test('is started anew when a rule changes', () => {
    const revision = (environment: Environment): string =>
      setOf(environment).template.metadata.labels['platform/revision'];
    const pooling = { ...production.pooling, maxClients: 900 };
    expect(revision({ ...production, pooling })).not.toBe(revision(production));
  });

  test('sees pods of the namespaces that it scrapes, and of the cluster nodes and what their kubelets measure', () => {
    const roles = charts
      .flatMap(({ objects }) => objects)
      .filter(({ kind, metadata }) => kind === 'Role' && metadata.name === 'prometheus');
    expect(roles.map(({ metadata }) => metadata.namespace).sort()).toEqual([
      'app',
      'autoscaling',
      'ingress',
      'monitoring',
      'pooling',
      'temporal',
    ]);
    expect(object(charts, 'ClusterRole', 'prometheus').rules).toEqual([
      { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    ]);
  });
});

describe('a scrape', () => {
  test('of an image without metrics is not there', () => {
    const silent = { ...production, application: { ...production.application, metricsPath: null } };
    const names = fileOf(silent, 'prometheus.yml').scrape_configs.map(
      (job: { job_name: string }) => job.job_name,
    );
    expect(names).not.toContain('api');
    expect(names).toContain('pooler');
  });

  test('asks one port of a pod, and labels what it gets by pod, namespace and node', () => {
    const { relabel_configs } = jobs.get('pooler') as unknown as {
      relabel_configs: { source_labels: string[]; target_label?: string; regex?: string }[];
    };
    expect(relabel_configs.flatMap(({ target_label }) => target_label ?? [])).toEqual([
      'namespace',
      'pod',
      'node',
      'instance',
    ]);
    expect(relabel_configs).toContainEqual({
      source_labels: ['__meta_kubernetes_pod_container_port_number'],
      regex: '9127',
      action: 'keep',
    });
  });

  test('of a kubelet brings the token, and no other does', () => {
    const bringing = [...jobs].filter(([, job]) => 'authorization' in job).map(([name]) => name);
    expect(bringing).toEqual(['kubelet', 'cadvisor']);
  });

  test('of the application leaves the bounds of the alerts', () => {
    const [drop] = (jobs.get('api') as unknown as { metric_relabel_configs: { regex: string }[] })
      .metric_relabel_configs;
    const isDropped = (le: string) =>
      new RegExp(`^(?:${drop!.regex})$`).test(`http_request_duration_seconds_bucket;${le}`);
    expect(['0.1', '0.5', '1', '2', '5', '+Inf'].filter(isDropped)).toEqual([]);
    expect(isDropped('0.25')).toBe(true);
  });
});

describe('exporters', () => {
  test('of PostgreSQL verifies who answers, and shows no single table of a tenant', () => {
    const { template } = object(charts, 'Deployment', 'postgres-exporter').spec;
    expect(variablesOf(template).DATA_SOURCE_URI.value).toContain('sslmode=verify-full');
    expect(template.spec.containers[0].args).toContain('--no-collector.stat_user_tables');
  });

  test.each([
    ['postgres-exporter', ['DATA_SOURCE_USER', 'DATA_SOURCE_PASS']],
    ['redis-exporter', ['REDIS_USER', 'REDIS_PASSWORD']],
  ])('%s has its login by reference', (name, names) => {
    const variables = variablesOf(object(charts, 'Deployment', name).spec.template);
    expect(names.map((variable) => variables[variable].valueFrom.secretKeyRef.name)).toEqual([name, name]);
  });

  test('from outside in trust the certificate that customers trust, and Let’s Encrypt’s staging as it is', () => {
    const moduleOf = (environment: Environment) =>
      parse(object(chartsOf(environment), 'ConfigMap', 'blackbox-exporter').data['blackbox.yml']).modules
        .https;
    expect(moduleOf(production).http.tls_config).toBeUndefined();
    expect(moduleOf(loadEnvironment('rehearsal')).http.tls_config).toEqual({ insecure_skip_verify: true });
  });
});
