import { parse } from 'yaml';
import { undeployedInputs } from '../../charts/inputs';
import { renderAlerting } from '../../charts/monitoring/alerting-chart';
import { rehearsal } from '../../config/environments/rehearsal';
import { type Json, renderedCharts } from '../support/synthesized';

const objects = (environment: string): Json[] =>
  renderedCharts(environment).find(({ name }) => name === 'alerting')!.objects as Json[];
const ofKind = (environment: string, kind: string): Json =>
  objects(environment).find((object) => object.kind === kind);
const container = (environment: string): Json =>
  ofKind(environment, 'StatefulSet').spec.template.spec.containers[0];
const settings = (environment: string): Json =>
  parse(ofKind(environment, 'ConfigMap').data['alertmanager.yml']);

test('production has two, and a small environment one', () => {
  expect(ofKind('production', 'StatefulSet').spec.replicas).toBe(2);
  expect(ofKind('starter', 'StatefulSet').spec.replicas).toBe(1);
});

test('two find each other by name and know each other by certificate', () => {
  expect(container('production').args).toEqual(
    expect.arrayContaining([
      '--cluster.tls-config=/etc/alertmanager/cluster.yml',
      '--cluster.peer=alertmanager-0.alertmanager.monitoring.svc:9094',
      '--cluster.peer=alertmanager-1.alertmanager.monitoring.svc:9094',
    ]),
  );
});

test('a peer without a certificate is refused', () => {
  const cluster = parse(ofKind('production', 'ConfigMap').data['cluster.yml']);
  expect(cluster.tls_server_config.client_auth_type).toBe('RequireAndVerifyClientCert');
});

test('one alone opens no port for others', () => {
  expect(container('starter').args).toContain('--cluster.listen-address=');
  expect(container('starter').ports).toEqual([{ containerPort: 9093, name: 'metrics' }]);
});

test('silences are on a volume of the pod', () => {
  expect(container('production').args).toContain('--storage.path=/alertmanager');
  expect(container('production').volumeMounts).toContainEqual({ mountPath: '/alertmanager', name: 'data' });
});

test('the routing key is a file of the secret that the environment names', () => {
  expect(settings('production').receivers[0].pagerduty_configs[0].routing_key_file).toBe(
    '/mnt/secrets/production_pagerduty_routing-key',
  );
  expect(ofKind('production', 'SecretProviderClass').spec.parameters.objects).toContain(
    'production/pagerduty/routing-key',
  );
});

test('without a routing key nothing of PagerDuty is there', () => {
  const { observability } = rehearsal;
  const paging = { ...observability.paging, routingKeySecretName: null };
  const environment = { ...rehearsal, observability: { ...observability, paging } };
  const { objects } = renderAlerting(environment, undeployedInputs(environment));
  expect(JSON.stringify(objects)).not.toContain('pagerduty');
  expect(objects.map(({ kind }) => kind)).not.toContain('SecretProviderClass');
});

test('working hours are the environment’s', () => {
  expect(settings('production').time_intervals).toEqual([
    {
      name: 'working-hours',
      time_intervals: [
        {
          location: 'America/New_York',
          times: [{ end_time: '18:00', start_time: '09:00' }],
          weekdays: ['monday:friday'],
        },
      ],
    },
  ]);
});

test('a lost node mutes what follows from it', () => {
  const ofNode = settings('production').inhibit_rules.find(({ source_matchers: source }: Json) =>
    source[0].includes('NodeLost'),
  );
  expect(ofNode.target_matchers[0]).toContain('WorkloadUnavailable');
});
