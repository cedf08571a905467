import { PostgresServer, superuser } from '../postgres/postgres-server';

const services = ['frontend', 'matching', 'history', 'worker'] as const;
type Service = (typeof services)[number];

export const portNames = [
  ...services,
  ...services.map((name) => `${name}Membership` as const),
  'frontendHttp',
] as const;
export type TemporalPorts = Readonly<Record<(typeof portNames)[number], number>>;

export interface TemporalInputs {
  readonly postgres: PostgresServer;
  readonly ports: TemporalPorts;
  /** Path of the file of dynamic settings. */
  readonly dynamic: string;
  /** Path of the authorities that vouch for PostgreSQL. */
  readonly authorities: string;
}

/** Configuration of a server that listens on the loopback address only. https://docs.temporal.io/references/configuration */
export function temporalConfiguration({ postgres, ports, dynamic, authorities }: TemporalInputs): object {
  const store = (databaseName: string) => ({
    sql: {
      pluginName: 'postgres12_pgx',
      databaseName,
      connectAddr: `${PostgresServer.host}:${postgres.port}`,
      connectProtocol: 'tcp',
      user: superuser.user,
      password: superuser.password,
      maxConns: 10,
      maxIdleConns: 10,
      tls: {
        enabled: true,
        caFile: authorities,
        enableHostVerification: true,
        serverName: PostgresServer.host,
      },
    },
  });
  const service = (name: Service) => ({
    rpc: {
      grpcPort: ports[name],
      membershipPort: ports[`${name}Membership`],
      bindOnLocalHost: true,
      ...(name === 'frontend' && { httpPort: ports.frontendHttp }),
    },
  });
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 4,
      datastores: { default: store('temporal'), visibility: store('temporal_visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: Object.fromEntries(services.map((name) => [name, service(name)])),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${ports.frontend}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: dynamic, pollInterval: '10s' },
  };
}
