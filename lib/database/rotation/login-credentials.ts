import { randomBytes } from 'node:crypto';
import {
  type DatabaseLogin,
  databaseLogins,
  databases,
  type databaseSecretFields,
  secretNames,
} from '../../../config/contract';
import { alternatingUsers } from '../../../config/database-users';

/** Value of a login's secret. All strings: the secrets store's driver takes no other type out of JSON. */
export type LoginCredentials = Readonly<Record<(typeof databaseSecretFields)[number], string>>;

export interface Instance {
  readonly host: string;
  readonly port: string;
}

/** The database that each login works in. */
export const loginDatabases: Readonly<Record<DatabaseLogin, string>> = {
  app: databases.application,
  migrator: databases.application,
  pooler: databases.application,
  temporal: databases.temporal,
  exporter: databases.application,
};

/** The login that a secret's name stands for. */
export function loginOfSecret(stateOwner: string, secretName: string | undefined): DatabaseLogin {
  const login = databaseLogins.find((name) => secretNames.databaseLogin(stateOwner, name) === secretName);
  if (!login) {
    const known = databaseLogins.map((name) => secretNames.databaseLogin(stateOwner, name)).join(', ');
    throw new Error(`secret ${secretName} is no database login; those are ${known}`);
  }
  return login;
}

/** Credentials of the user that is not current, with a new password: 240 random bits, safe in a URL. */
export function nextCredentials(
  login: DatabaseLogin,
  currentUsername: string | undefined,
  { host, port }: Instance,
): LoginCredentials {
  const [first, second] = alternatingUsers(login);
  const username = currentUsername === first ? second : first;
  const password = randomBytes(30).toString('base64url');
  const dbname = loginDatabases[login];
  const url = `postgresql://${username}:${password}@${host}:${port}/${dbname}?sslmode=verify-full`;
  return { username, password, host, port, dbname, url };
}
