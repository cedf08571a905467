import { databaseCertificates, databases, ports } from '../../config/contract';
import { alternatingUsers } from '../../config/database-users';
import { lookupConnections, lookupDatabase, pooledDatabases, pooledLogin } from '../../config/pooler';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { poolerFiles, poolerFolders } from './pooler-files';

type Values = Readonly<Record<string, string | number>>;

/** May read the statistics of the admin console and change nothing. */
export const statisticsUser = 'statistics';

/** Seconds of silence after which a connection to a database that vanished, as in a failover, is given up. */
const deadPeerSeconds = 30;

/**
 * PgBouncer's settings. They hold no secret: it logs in for its clients with what these proved to it, after it looked
 * their verifiers up as the login `pooler`, whose password the start script reads from the mounted secret.
 * https://www.pgbouncer.org/config.html
 */
export function pgbouncerIni({ pooling }: Pick<Environment, 'pooling'>, inputs: ClusterInputs): string {
  return [
    '[databases]',
    ...databaseLines(inputs),
    '',
    '[pgbouncer]',
    ...lines({
      listen_addr: '0.0.0.0',
      listen_port: ports.pooler,
      // A new pod meets all clients of an old one within a minute.
      listen_backlog: 1024,
      unix_socket_dir: poolerFolders.socket,
      pool_mode: 'transaction',
      max_client_conn: pooling.maxClients,
      default_pool_size: pooling.poolSize,
      reserve_pool_size: pooling.reservePoolSize,
      max_prepared_statements: 200,
      // node-postgres and lib/pq send it.
      ignore_startup_parameters: 'extra_float_digits',
    }),
    ...lines({
      auth_type: 'hba',
      auth_hba_file: poolerFiles.clients,
      auth_file: poolerFiles.users,
      auth_dbname: lookupDatabase,
      auth_query: 'SELECT username, verifier FROM pooler.get_auth($1)',
      stats_users: statisticsUser,
    }),
    ...lines({
      server_tls_sslmode: 'verify-full',
      server_tls_ca_file: `${databaseCertificates.folder}/${databaseCertificates.fileName}`,
    }),
    ...lines({
      // A database that comes back is used at once, wherever its name then leads.
      server_login_retry: 1,
      server_connect_timeout: 5,
      dns_max_ttl: 5,
      dns_nxdomain_ttl: 5,
      tcp_keepidle: 10,
      tcp_keepintvl: 5,
      tcp_keepcnt: 4,
      tcp_user_timeout: deadPeerSeconds * 1000,
      // As long as a failover may take; longer, and every client of the client has given up.
      query_wait_timeout: 60,
    }),
    ...lines({
      // Clients come anew each minute; what they do is in the metrics.
      log_connections: 0,
      log_disconnections: 0,
      log_stats: 0,
    }),
    `%include ${poolerFiles.lookupUser}`,
    '',
  ].join('\n');
}

/** Who may come, from where, and how they prove who they are. Whoever is not here is refused. */
export function clientRules(inputs: ClusterInputs): string {
  const reached = [
    pooledDatabases.application,
    ...(inputs.databaseReaderHost ? [pooledDatabases.reader] : []),
  ];
  return [
    `host ${reached.join(',')} ${alternatingUsers(pooledLogin).join(',')} all scram-sha-256`,
    // The socket is in a folder of the pod.
    `local pgbouncer ${statisticsUser} trust`,
    '',
  ].join('\n');
}

function databaseLines({ databaseHost, databaseReaderHost }: ClusterInputs): string[] {
  const line = (name: string, host: string, more: Values = {}): string => {
    const values: Values = { host, port: ports.database, dbname: databases.application, ...more };
    return `${name} = ${Object.entries(values)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ')}`;
  };
  return [
    line(pooledDatabases.application, databaseHost),
    ...(databaseReaderHost ? [line(pooledDatabases.reader, databaseReaderHost)] : []),
    line(lookupDatabase, databaseHost, {
      pool_size: lookupConnections,
      reserve_pool_size: 0,
      max_db_connections: lookupConnections,
    }),
  ];
}

const lines = (values: Values): string[] =>
  Object.entries(values).map(([name, value]) => `${name} = ${value}`);
