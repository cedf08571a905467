import { Yaml } from 'cdk8s';
import { databaseCertificates, loginVariables } from '../../config/contract';
import type { Environment } from '../../config/schema';
import {
  temporalDynamicSettings,
  temporalMetricsPort,
  temporalPlugin,
  temporalPorts,
  type TemporalService,
  temporalStores,
} from '../../config/temporal';
import { internodeFiles, internodeName } from './certificates';

const folder = '/etc/temporal/config';

/** Files of the ConfigMap that a service mounts. */
export const configurationFiles = { folder, server: 'server.yaml', dynamic: 'dynamic.yaml' } as const;

/** Variables that the configuration reads when a service starts. */
export const serverVariables = {
  podAddress: 'POD_IP',
  databaseAddress: 'DATABASE_ADDRESS',
} as const;

/** In raw quotes, which need no escape inside of YAML's. */
const variable = (name: string): string => `{{ env \`${name}\` }}`;

/** How many workflows' state a history pod keeps: this share of its memory, beside events and the process itself. */
const historyCacheShare = 0.4;

/**
 * The configuration of one service, a template that the server fills from its variables when it starts: so there is no
 * password in it, and a rotation needs no new one. https://docs.temporal.io/references/configuration
 */
export function serverConfiguration(
  { temporal }: Pick<Environment, 'temporal'>,
  service: TemporalService,
): string {
  const { databaseConnectionsMax } = temporal.services[service];
  const podAddress = variable(serverVariables.podAddress);
  return [
    '# enable-template\n',
    Yaml.stringify({
      log: { stdout: true, level: 'info' },
      persistence: {
        defaultStore: 'default',
        visibilityStore: 'visibility',
        numHistoryShards: temporal.historyShards,
        datastores: Object.fromEntries(
          temporalStores.map(({ name, database }) => [name, store(database, databaseConnectionsMax)]),
        ),
      },
      global: {
        membership: { maxJoinDuration: '30s', broadcastAddress: podAddress },
        metrics: {
          prometheus: { timerType: 'histogram', listenAddress: `${podAddress}:${temporalMetricsPort}` },
        },
        tls: { refreshInterval: '1h', internode },
      },
      services: Object.fromEntries(
        Object.entries(temporalPorts).map(([service, ports]) => [
          service,
          {
            rpc: {
              ...('rpc' in ports && { grpcPort: ports.rpc }),
              membershipPort: ports.membership,
              bindOnIP: podAddress,
            },
          },
        ]),
      ),
      clusterMetadata,
      dcRedirectionPolicy: { policy: 'noop' },
      dynamicConfigClient: {
        filepath: `${folder}/${configurationFiles.dynamic}`,
        pollInterval: '10s',
      },
    }),
  ].join('');
}

/** `verify-full` against the bundle of the region's databases. */
const store = (databaseName: string, connectionsMax: number): object => ({
  sql: {
    pluginName: temporalPlugin,
    databaseName,
    connectAddr: variable(serverVariables.databaseAddress),
    connectProtocol: 'tcp',
    user: variable(loginVariables.databaseUsername),
    password: variable(loginVariables.databasePassword),
    maxConns: connectionsMax,
    maxIdleConns: connectionsMax,
    maxConnLifetime: '1h',
    tls: {
      enabled: true,
      caFile: `${databaseCertificates.folder}/${databaseCertificates.fileName}`,
      enableHostVerification: true,
    },
  },
});

/** Both sides show the certificate and check the other's. */
const internode = {
  server: {
    certFile: internodeFiles.certificate,
    keyFile: internodeFiles.key,
    requireClientAuth: true,
    clientCaFiles: [internodeFiles.authority],
  },
  client: { serverName: internodeName, rootCaFiles: [internodeFiles.authority] },
};

/** One cluster, which replicates to none. */
const clusterMetadata = {
  enableGlobalNamespace: false,
  failoverVersionIncrement: 10,
  masterClusterName: 'active',
  currentClusterName: 'active',
  clusterInformation: {
    active: {
      enabled: true,
      initialFailoverVersion: 1,
      rpcName: 'frontend',
      rpcAddress: `127.0.0.1:${temporalPorts.frontend.rpc}`,
    },
  },
};

/** Settings that a service reads while it runs. */
export function dynamicConfiguration({ temporal }: Pick<Environment, 'temporal'>): string {
  const { memoryLimitMib } = temporal.services.history;
  const settings = {
    ...temporalDynamicSettings,
    'history.hostLevelCacheMaxSizeBytes': Math.floor(memoryLimitMib * historyCacheShare) * 1024 * 1024,
  };
  return Yaml.stringify(
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, [{ value }]])),
  );
}
