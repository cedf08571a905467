import { parse } from 'yaml';
import { agentConfiguration } from '../../charts/logs/agent-configuration';
import { lokiConfigurationFields } from '../../charts/logs/loki-configuration';
import { renderLogs } from '../../charts/logs/logs-chart';
import { undeployedInputs } from '../../charts/inputs';
import type { KubernetesObject } from '../../charts/rendered-chart';
import { production } from '../../config/environments/production';
import { rehearsal } from '../../config/environments/rehearsal';
import { logNamespaces } from '../../config/logs';
import type { Environment } from '../../config/schema';
import type { Json } from '../laws/tree';

const objects = (environment: Environment = production): readonly KubernetesObject[] =>
  renderLogs(environment, undeployedInputs(environment)).objects;

const object = (kind: string, name: string, environment: Environment = production): Json =>
  objects(environment).find((one) => one.kind === kind && one.metadata.name === name);

const settings = (environment: Environment = production): Json =>
  parse(object('ConfigMap', 'loki', environment).data['loki.yaml']);

test('Loki keeps logs for a year, and one question spans a week', () => {
  expect(settings().limits_config).toMatchObject({ retention_period: '8760h', max_query_length: '169h' });
});

test('its chunks and its index lie in the environment’s bucket', () => {
  expect(settings()).toMatchObject({
    common: { storage: { s3: { bucketnames: 'logs.production.invalid', region: 'us-east-1' } } },
    schema_config: { configs: [{ object_store: 's3', store: 'tsdb', schema: 'v13' }] },
    compactor: { delete_request_store: 's3' },
  });
});

test('without AWS they lie on its volume', () => {
  expect(settings(rehearsal)).toMatchObject({
    common: { storage: { filesystem: { chunks_directory: '/var/loki/chunks' } } },
    schema_config: { configs: [{ object_store: 'filesystem' }] },
    compactor: { delete_request_store: 'filesystem' },
  });
});

test('between its parts it listens on the loopback alone', () => {
  const { server, common, frontend }: Json = lokiConfigurationFields({
    folder: '/data',
    bucket: 'logs',
    region: 'us-east-1',
    retentionDays: 30,
    lookBackDays: 7,
  });
  expect([
    server.grpc_listen_address,
    common.instance_addr,
    common.ring.instance_addr,
    frontend.address,
  ]).toEqual(Array(4).fill('127.0.0.1'));
});

test('the agent may read logs in the namespaces of the platform and nowhere else', () => {
  const roles = objects().filter(({ kind, metadata }) => kind === 'Role' && metadata.name === 'log-agent');
  expect(roles.map(({ metadata }) => metadata.namespace).sort()).toEqual([...logNamespaces].sort());
});

test('what pods of headroom write is not read: they write nothing', () => {
  expect(logNamespaces).not.toContain('headroom');
  expect(logNamespaces).toEqual(
    expect.arrayContaining(['app', 'ingress', 'monitoring', 'pooling', 'temporal']),
  );
});

test('neither mounts a folder of the node', () => {
  const volumes = objects().flatMap((one: Json) => one.spec?.template?.spec?.volumes ?? []);
  expect(volumes.filter((volume: Json) => volume.hostPath)).toEqual([]);
});

test('a change of what the agent does with lines is a new revision of it', () => {
  const { labels } = object('StatefulSet', 'log-agent').spec.template.metadata;
  expect(Object.values(labels)).toContainEqual(expect.stringMatching(/^[0-9a-f]{10}$/));
});

test('lines wait for Loki for ever', () => {
  expect(agentConfiguration()).toMatch(/max_backoff_retries = 0\n/);
});

test('braces of the agent’s configuration are closed', () => {
  const code = agentConfiguration().replace(/"(?:[^"\\]|\\.)*"|\/\/.*$/gm, '');
  expect(code.split('{').length).toBe(code.split('}').length);
});
