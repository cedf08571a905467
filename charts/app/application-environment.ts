import type { k8s } from 'cdk8s-plus-28';
import {
  applicationVariables,
  type DatabaseLogin,
  databaseCertificates,
  databases,
  loginVariables,
  optionalVariables,
  ports,
  temporalAddress,
  tenancyVariables,
} from '../../config/contract';
import { lokiUrl } from '../../config/logs';
import { pooledDatabases, pooledLogin, poolerHost } from '../../config/pooler';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';

type Values = Readonly<Record<string, string>>;

const credentials = (username: string, password: string): string => `$(${username}):$(${password})`;

const databaseCredentials = credentials(loginVariables.databaseUsername, loginVariables.databasePassword);

/**
 * The host is the environment's, the login the secret's: a restored database has another host and the same logins.
 * `verify-full` and the bundle make node-postgres and libpq check that the certificate is RDS's and names this host.
 */
function directUrl(host: string): string {
  const bundle = `${databaseCertificates.folder}/${databaseCertificates.fileName}`;
  return `postgresql://${databaseCredentials}@${host}:${ports.database}/${databases.application}?sslmode=verify-full&sslrootcert=${bundle}`;
}

/** Without TLS, which begins behind the pooler (docs/decisions/0030-pooling.md). Said aloud, so that no client asks for it. */
const pooledUrl = (database: string): string =>
  `postgresql://${databaseCredentials}@${poolerHost}:${ports.pooler}/${database}?sslmode=disable`;

/** TLS without a bundle: ElastiCache's certificates are Amazon Trust Services', which runtimes trust. */
const redisUrl = (host: string, username: string, password: string): string =>
  `rediss://${credentials(username, password)}@${host}:${ports.cache}`;

/** What every pod of the image gets that holds no secret; the migration gets no more than this and its database. */
function commonValues(environment: Environment, inputs: ClusterInputs, login: DatabaseLogin): Values {
  const { application, edge } = environment;
  const url = `https://${edge.appHost}`;
  return {
    [applicationVariables.nodeEnvironment]: 'production',
    [applicationVariables.port]: String(application.port),
    [applicationVariables.databaseUrl]:
      login === pooledLogin ? pooledUrl(pooledDatabases.application) : directUrl(inputs.databaseHost),
    [applicationVariables.redisHost]: inputs.cacheQueuesHost,
    [applicationVariables.redisPort]: String(ports.cache),
    [applicationVariables.temporalAddress]: temporalAddress,
    [applicationVariables.clientUrl]: url,
    [applicationVariables.serverUrl]: url,
  };
}

function connectionValues(environment: Environment, inputs: ClusterInputs, login: DatabaseLogin): Values {
  const { redisUsername, redisPassword } = loginVariables;
  const { volatileRedisUsername, volatileRedisPassword } = optionalVariables;
  return {
    [applicationVariables.redisUrl]: redisUrl(inputs.cacheQueuesHost, redisUsername, redisPassword),
    ...(inputs.databaseReaderHost && {
      [optionalVariables.databaseReaderUrl]:
        login === pooledLogin ? pooledUrl(pooledDatabases.reader) : directUrl(inputs.databaseReaderHost),
    }),
    ...(environment.cache.volatile.kind === 'ownGroup' && {
      [optionalVariables.volatileRedisUrl]: redisUrl(
        inputs.cacheVolatileHost,
        volatileRedisUsername,
        volatileRedisPassword,
      ),
    }),
  };
}

/** What seals tenants' credentials, and what their exports and deletion certificates need. */
function tenancyValues({ recovery, database, observability }: Environment, inputs: ClusterInputs): Values {
  return {
    ...(inputs.tenantKeyArn !== null && { [tenancyVariables.tenantKeyArn]: inputs.tenantKeyArn }),
    ...(inputs.exportsBucket !== null && { [tenancyVariables.exportsBucket]: inputs.exportsBucket }),
    [tenancyVariables.lokiUrl]: lokiUrl,
    [tenancyVariables.pointInTimeDays]: String(database.pointInTimeDays),
    [tenancyVariables.weeklyBackupDays]: String(recovery.weeklyRetentionDays),
    [tenancyVariables.exportDays]: String(recovery.exportRetentionDays),
    [tenancyVariables.logDays]: String(observability.logs.expireAfterDays),
  };
}

const plain = (values: Values): k8s.EnvVar[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/** Variables of a long-running component: the contract's, then the product's, a component's own over all components'. */
export function componentVariables(
  environment: Environment,
  inputs: ClusterInputs,
  component: { readonly login: DatabaseLogin; readonly variables: Values },
): k8s.EnvVar[] {
  return plain({
    ...commonValues(environment, inputs, component.login),
    ...connectionValues(environment, inputs, component.login),
    ...tenancyValues(environment, inputs),
    ...environment.application.variables,
    ...component.variables,
  });
}

/** Variables of the migration: no cache, no encryption key, no product secret. */
export const migrationVariables = (environment: Environment, inputs: ClusterInputs): k8s.EnvVar[] =>
  plain({ ...commonValues(environment, inputs, 'migrator'), ...environment.application.variables });
