import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  databaseCertificates,
  databases,
  namespaces,
  ports,
  secretNames,
  stateOwner,
} from '../../config/contract';
import { monitoringPorts } from '../../config/monitoring';
import type { Environment } from '../../config/schema';
import { workloadLogins } from '../../config/workload-logins';
import type { ClusterInputs } from '../inputs';
import { certificatesVolume } from '../workload/certificates-volume';
import { workloadMetadata } from '../workload/labels';
import {
  secretProviderClass,
  type SecretVariable,
  secretVariables,
  secretVolume,
} from '../workload/secret-provider';
import { blackboxConfiguration } from './blackbox-configuration';
import { createExporter } from './exporter-workload';

const postgresName = 'postgres-exporter';
const redisName = 'redis-exporter';
const blackboxName = 'blackbox-exporter';

/** The two halves of a login in Secrets Manager, under the names by which an exporter reads them. */
const loginOf = (secretName: string, username: string, password: string): SecretVariable[] => [
  { variable: username, secretName, field: 'username' },
  { variable: password, secretName, field: 'password' },
];

/**
 * PostgreSQL's statistics, by a login that may read these and no tenant's row. Not of single tables: each tenant has all
 * of them, in a schema of its own. https://github.com/prometheus-community/postgres_exporter
 */
export function createPostgresExporter(
  scope: Construct,
  environment: Environment,
  inputs: ClusterInputs,
): void {
  const secretName = secretNames.databaseLogin(stateOwner(environment), workloadLogins[postgresName]);
  const login = loginOf(secretName, 'DATA_SOURCE_USER', 'DATA_SOURCE_PASS');
  const { folder, fileName } = databaseCertificates;
  secretProviderClass(scope, {
    name: postgresName,
    namespace: namespaces.monitoring,
    region: inputs.region,
    variables: login,
  });
  createExporter(scope, {
    environment,
    inputs,
    name: postgresName,
    image: 'postgresExporter',
    size: environment.monitoring.exporters.postgres,
    port: monitoringPorts.postgresExporter,
    arguments: [
      `--web.listen-address=:${monitoringPorts.postgresExporter}`,
      ...['stat_user_tables', 'statio_user_tables'].map((collector) => `--no-collector.${collector}`),
      '--collector.long_running_transactions',
      '--collector.database_wraparound',
    ],
    variables: [
      {
        name: 'DATA_SOURCE_URI',
        value: `${inputs.databaseHost}:${ports.database}/${databases.application}?sslmode=verify-full&sslrootcert=${folder}/${fileName}`,
      },
      ...secretVariables(postgresName, login),
    ],
    readOnlyVolumes: [secretVolume(postgresName), certificatesVolume],
    healthPath: '/',
  });
}

/**
 * Valkey's statistics, of the group that holds the queues. It knows no key: what waits in a queue the workers say
 * themselves. https://github.com/oliver006/redis_exporter
 */
export function createRedisExporter(scope: Construct, environment: Environment, inputs: ClusterInputs): void {
  const login = loginOf(secretNames.cacheQueues(stateOwner(environment)), 'REDIS_USER', 'REDIS_PASSWORD');
  secretProviderClass(scope, {
    name: redisName,
    namespace: namespaces.monitoring,
    region: inputs.region,
    variables: login,
  });
  createExporter(scope, {
    environment,
    inputs,
    name: redisName,
    image: 'redisExporter',
    size: environment.monitoring.exporters.redis,
    port: monitoringPorts.redisExporter,
    arguments: [],
    variables: [
      { name: 'REDIS_ADDR', value: `rediss://${inputs.cacheQueuesHost}:${ports.cache}` },
      { name: 'REDIS_EXPORTER_WEB_LISTEN_ADDRESS', value: `:${monitoringPorts.redisExporter}` },
      // ElastiCache refuses CONFIG and CLIENT LIST.
      { name: 'REDIS_EXPORTER_CONFIG_COMMAND', value: '-' },
      { name: 'REDIS_EXPORTER_LOG_FORMAT', value: 'json' },
      ...secretVariables(redisName, login),
    ],
    readOnlyVolumes: [secretVolume(redisName)],
    healthPath: '/health',
  });
}

/** Asks the application from outside in, as a customer's browser does. https://github.com/prometheus/blackbox_exporter */
export function createBlackboxExporter(
  scope: Construct,
  environment: Environment,
  inputs: ClusterInputs,
): void {
  const folder = '/etc/blackbox';
  const configuration = { 'blackbox.yml': blackboxConfiguration(environment) };
  new k8s.KubeConfigMap(scope, 'blackbox-configuration', {
    metadata: workloadMetadata(blackboxName, namespaces.monitoring),
    data: configuration,
  });
  createExporter(scope, {
    environment,
    inputs,
    name: blackboxName,
    image: 'blackboxExporter',
    size: environment.monitoring.exporters.blackbox,
    port: monitoringPorts.blackboxExporter,
    arguments: [
      `--config.file=${folder}/blackbox.yml`,
      `--web.listen-address=:${monitoringPorts.blackboxExporter}`,
      '--log.format=json',
    ],
    variables: [],
    readOnlyVolumes: [{ folder, volume: { name: 'configuration', configMap: { name: blackboxName } } }],
    healthPath: '/-/healthy',
    configuration,
  });
}
