import { type DatabaseLogin, databases, namespaces } from './contract';
import type { PodSize } from './pod-size';

/** The login whose users come through the pooler. All others go to the database directly. */
export const pooledLogin = 'app' satisfies DatabaseLogin;

/** Name of the Deployment, its Service and its service account. */
export const poolerName = 'pooler';

/** A plain DNS name, so that charts need no order to name it. */
export const poolerHost = `${poolerName}.${namespaces.pooling}.svc`;

/** What clients name as the database in the pooler's URL. */
export const pooledDatabases = {
  application: databases.application,
  /** The read replica's; only where there is one. */
  reader: `${databases.application}_reader`,
} as const;

/** Under which the pooler asks the application's database who its clients are. No client may name it. */
export const lookupDatabase = 'lookup';

/** Connections of one pod for its lookups, whichever of the login's two users makes them. */
export const lookupConnections = 2;

/**
 * Seconds after which a client of the pooler replaces a connection. A pod that stops waits for as long, so that a client
 * which keeps to this loses no query.
 */
export const clientLifetimeSeconds = 60;

/** Longest transaction, in seconds, that a pod which stops waits for besides. */
export const longestTransactionSeconds = 15;

/** Connections that each client pod can count on: the reference application's ten to the primary and ten to a replica. */
export const clientConnectionsMin = 20;

/** The metrics exporter beside each PgBouncer. */
export const poolerExporterSize: PodSize = {
  cpuRequestMillicores: 10,
  memoryRequestMib: 32,
  memoryLimitMib: 64,
};
