import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { type DatabaseLogin, databaseLogins, secretNames, stateOwner } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { RecoveryRegionStack } from '../recovery/recovery-region-stack';
import { OwnedSecret } from '../secrets/owned-secret';

export interface LoginSecretsProps {
  readonly environment: Environment;
  readonly dataKey: IKey;
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/**
 * A secret for each login. Its first value has none of the fields that clients read, so a pod that starts before the
 * first rotation waits for its secret instead of trying a login that does not exist.
 */
export class LoginSecrets extends Construct {
  readonly byLogin: Readonly<Record<DatabaseLogin, ISecret>>;

  constructor(scope: Construct, id: string, props: LoginSecretsProps) {
    super(scope, id);
    const secret = (login: DatabaseLogin): ISecret =>
      new OwnedSecret(this, login, {
        ...props,
        secretName: secretNames.databaseLogin(stateOwner(props.environment), login),
        description: `PostgreSQL login ${login} of ${props.environment.name}`,
        firstValue: {
          secretStringTemplate: JSON.stringify({ login }),
          generateStringKey: 'awaitingFirstRotation',
          excludePunctuation: true,
        },
      }).secret;
    this.byLogin = Object.fromEntries(databaseLogins.map((login) => [login, secret(login)])) as Record<
      DatabaseLogin,
      ISecret
    >;
  }
}
