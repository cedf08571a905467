import { type DatabaseLogin, loginVariables, secretNames, stateOwner } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { SecretVariable } from './secret-provider';

/** A database login as two variables. */
export const databaseLoginSecrets = (environment: Environment, login: DatabaseLogin): SecretVariable[] => {
  const secretName = secretNames.databaseLogin(stateOwner(environment), login);
  return [
    { variable: loginVariables.databaseUsername, secretName, field: 'username' },
    { variable: loginVariables.databasePassword, secretName, field: 'password' },
  ];
};
