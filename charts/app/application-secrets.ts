import {
  applicationVariables,
  type DatabaseLogin,
  loginVariables,
  optionalVariables,
  secretNames,
  stateOwner,
} from '../../config/contract';
import type { Environment } from '../../config/schema';
import { databaseLoginSecrets } from '../workload/database-login';
import type { SecretVariable } from '../workload/secret-provider';

const login = (secretName: string, username: string, password: string): SecretVariable[] => [
  { variable: username, secretName, field: 'username' },
  { variable: password, secretName, field: 'password' },
];

/** All secrets of a long-running component with that login: the contract's, then the product's. */
export function applicationSecrets(environment: Environment, name: DatabaseLogin): SecretVariable[] {
  const owner = stateOwner(environment);
  return [
    ...databaseLoginSecrets(environment, name),
    ...login(secretNames.cacheQueues(owner), loginVariables.redisUsername, loginVariables.redisPassword),
    ...(environment.cache.volatile.kind === 'ownGroup'
      ? login(
          secretNames.cacheVolatile(owner),
          optionalVariables.volatileRedisUsername,
          optionalVariables.volatileRedisPassword,
        )
      : []),
    {
      variable: applicationVariables.encryptionKey,
      secretName: secretNames.encryptionKey(owner),
      field: null,
    },
    ...environment.application.secrets.map((secret) => ({
      ...secret,
      secretName: secretNames.product(owner, secret.secretName),
    })),
  ];
}
