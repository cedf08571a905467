import { type DatabaseLogin, databases, namespaces } from './contract';

/** The login whose users come through the pooler. All others go to the database directly. */
export const pooledLogin = 'app' satisfies DatabaseLogin;

/** Name of the Deployment, its Service and its service account. */
export const poolerName = 'pooler';

/** A plain DNS name, so that charts need no order to name it. */
export const poolerHost = `${poolerName}.${namespaces.pooling}.svc`;

/** What clients name as the database in the pooler's URL. */
export const pooledDatabases = {
  application: databases.application,
  /** The first read replica's; only where there is one. */
  reader: `${databases.application}_reader`,
  /** For the pooler's own questions about users. */
  lookup: 'lookup',
} as const;

/**
 * Seconds in which a client of the pooler opens its connections anew. A pod that stops waits for as long, so that a
 * client which keeps to this loses no query.
 */
export const clientLifetimeSeconds = 60;

/** Longest transaction, in seconds, that a pod waits for besides. */
export const longestTransactionSeconds = 15;

/** Prepared statements that PgBouncer keeps on a server connection. */
export const preparedStatementsMax = 200;
