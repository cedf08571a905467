import type { WritableFolder } from '../workload/container';

/** Where the containers of a pooler's pod find what they share. */
export const poolerFolders = {
  /** The ConfigMap. */
  configuration: '/etc/pooler',
  /** What is made of the login's secret when the pod starts and when the secret changes. In memory. */
  login: '/run/pooler-login',
  /** PgBouncer's Unix socket, for its exporter. */
  socket: '/run/pooler-socket',
} as const;

export const poolerFiles = {
  settings: `${poolerFolders.configuration}/pgbouncer.ini`,
  clients: `${poolerFolders.configuration}/clients.conf`,
  start: `${poolerFolders.configuration}/start.sh`,
  /** The users that PgBouncer knows by itself. */
  users: `${poolerFolders.login}/users`,
  /** The setting that names the one for lookups. */
  lookupUser: `${poolerFolders.login}/lookup-user.ini`,
} as const;

/** Shared by PgBouncer and its exporter. */
export const socketFolder: WritableFolder = { path: poolerFolders.socket, sizeMib: 1, inMemory: true };
