import type { k8s } from 'cdk8s-plus-28';
import {
  applicationVariables,
  databaseCertificates,
  databases,
  loginVariables,
  optionalVariables,
  ports,
  temporalAddress,
  tenancyVariables,
} from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';

type Values = Readonly<Record<string, string>>;

const credentials = (username: string, password: string): string => `$(${username}):$(${password})`;

/**
 * The host is the environment's, the login the secret's: a restored database has another host and the same logins.
 * `verify-full` and the bundle make node-postgres and libpq check that the certificate is RDS's and names this host.
 */
function databaseUrl(host: string): string {
  const login = credentials(loginVariables.databaseUsername, loginVariables.databasePassword);
  const bundle = `${databaseCertificates.folder}/${databaseCertificates.fileName}`;
  return `postgresql://${login}@${host}:${ports.database}/${databases.application}?sslmode=verify-full&sslrootcert=${bundle}`;
}

/** TLS without a bundle: ElastiCache's certificates are Amazon Trust Services', which runtimes trust. */
const redisUrl = (host: string, username: string, password: string): string =>
  `rediss://${credentials(username, password)}@${host}:${ports.cache}`;

/** What every pod of the image gets that holds no secret; the migration gets no more than this and its database. */
function commonValues(environment: Environment, inputs: ClusterInputs): Values {
  const { application, edge } = environment;
  const url = `https://${edge.appHost}`;
  return {
    [applicationVariables.nodeEnvironment]: 'production',
    [applicationVariables.port]: String(application.port),
    [applicationVariables.databaseUrl]: databaseUrl(inputs.databaseHost),
    [applicationVariables.redisHost]: inputs.cacheQueuesHost,
    [applicationVariables.redisPort]: String(ports.cache),
    [applicationVariables.temporalAddress]: temporalAddress,
    [applicationVariables.clientUrl]: url,
    [applicationVariables.serverUrl]: url,
  };
}

function connectionValues(environment: Environment, inputs: ClusterInputs): Values {
  const { redisUsername, redisPassword } = loginVariables;
  const { volatileRedisUsername, volatileRedisPassword } = optionalVariables;
  return {
    [applicationVariables.redisUrl]: redisUrl(inputs.cacheQueuesHost, redisUsername, redisPassword),
    ...(inputs.databaseReaderHost && {
      [optionalVariables.databaseReaderUrl]: databaseUrl(inputs.databaseReaderHost),
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
  ofComponent: Values,
): k8s.EnvVar[] {
  return plain({
    ...commonValues(environment, inputs),
    ...connectionValues(environment, inputs),
    ...tenancyValues(environment, inputs),
    ...environment.application.variables,
    ...ofComponent,
  });
}

/** Variables of the migration: no cache, no encryption key, no product secret. */
export const migrationVariables = (environment: Environment, inputs: ClusterInputs): k8s.EnvVar[] =>
  plain({ ...commonValues(environment, inputs), ...environment.application.variables });
