import { randomBytes } from 'node:crypto';
import {
  type ApplicationComponent,
  applicationVariables,
  loginVariables,
  ports,
  tenancyVariables,
} from '../../../config/contract';
import type { Environment } from '../../../config/schema';
import { type Login, PostgresServer } from '../../../servers/postgres/postgres-server';
import { ValkeyServer } from '../../../servers/valkey/valkey-server';
import type { Authorities, ContractStores } from '../stores/contract-stores';

/** Variables of a pod, and which of their values nobody may read in a log. */
export interface PodVariables {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** Stands for the public authorities that a runtime trusts; the database's are not among them. */
const trustOfPublic = (authorities: Authorities): Readonly<Record<string, string>> => ({
  NODE_EXTRA_CA_CERTS: authorities.public,
  SSL_CERT_FILE: authorities.public,
});

/** `authorities`: a PEM file that vouches for PostgreSQL; null: the pooler answers, which speaks no TLS. */
const databaseUrl = ({ user, password }: Login, port: number, authorities: string | null): string => {
  const tls = authorities ? `sslmode=verify-full&sslrootcert=${authorities}` : 'sslmode=disable';
  return `postgresql://${user}:${password}@${PostgresServer.host}:${port}/app?${tls}`;
};

/**
 * What a component's pod gets: the contract's variables, then the environment's own; secrets that people make get
 * values made up here. No key of AWS: ENCRYPTION_KEY seals in its place.
 */
export function podVariables(
  environment: Environment,
  component: ApplicationComponent,
  stores: ContractStores,
  authorities: Authorities,
): PodVariables {
  const { application, edge, database, recovery, observability } = environment;
  const { login } = stores;
  const encryptionKey = randomBytes(32).toString('hex');
  const product = application.secrets.map(({ variable }) => [
    variable,
    randomBytes(24).toString('base64url'),
  ]);
  const url = `https://${edge.appHost}`;
  const values = {
    [applicationVariables.nodeEnvironment]: 'production',
    [applicationVariables.databaseUrl]: databaseUrl(
      login,
      stores.gate.port,
      stores.pooled ? null : authorities.database,
    ),
    [loginVariables.databaseUsername]: login.user,
    [loginVariables.databasePassword]: login.password,
    [applicationVariables.redisUrl]: `rediss://default:${stores.valkeyPassword}@${ValkeyServer.host}:${stores.valkey.port}`,
    [applicationVariables.redisHost]: ValkeyServer.host,
    [applicationVariables.redisPort]: String(stores.valkey.port),
    [loginVariables.redisUsername]: 'default',
    [loginVariables.redisPassword]: stores.valkeyPassword,
    [applicationVariables.temporalAddress]: stores.temporalAddress,
    [applicationVariables.encryptionKey]: encryptionKey,
    [applicationVariables.clientUrl]: url,
    [applicationVariables.serverUrl]: url,
    [tenancyVariables.pointInTimeDays]: String(database.pointInTimeDays),
    [tenancyVariables.weeklyBackupDays]: String(recovery.weeklyRetentionDays),
    [tenancyVariables.exportDays]: String(recovery.exportRetentionDays),
    [tenancyVariables.logDays]: String(observability.logs.expireAfterDays),
    ...trustOfPublic(authorities),
    ...Object.fromEntries(product),
    ...application.variables,
    ...application.components[component]?.variables,
  };
  return {
    values,
    secrets: [login.password, stores.valkeyPassword, encryptionKey, ...product.map(([, value]) => value!)],
  };
}

/** What the migration gets: no cache, no encryption key, and the login that changes schemas, past PgBouncer. */
export function migrationVariables(
  environment: Environment,
  stores: ContractStores,
  authorities: Authorities,
): Readonly<Record<string, string>> {
  const { user, password } = stores.migrator;
  return {
    [applicationVariables.nodeEnvironment]: 'production',
    [applicationVariables.port]: String(environment.application.port),
    [applicationVariables.databaseUrl]: databaseUrl(
      stores.migrator,
      stores.postgres.port,
      authorities.database,
    ),
    [loginVariables.databaseUsername]: user,
    [loginVariables.databasePassword]: password,
    [applicationVariables.redisHost]: ValkeyServer.host,
    [applicationVariables.redisPort]: String(ports.cache),
    [applicationVariables.temporalAddress]: stores.temporalAddress,
    [applicationVariables.clientUrl]: `https://${environment.edge.appHost}`,
    [applicationVariables.serverUrl]: `https://${environment.edge.appHost}`,
    ...trustOfPublic(authorities),
    ...environment.application.variables,
  };
}
