import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnUser, CfnUserGroup } from 'aws-cdk-lib/aws-elasticache';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import { OwnedSecret } from '../secrets/owned-secret';
import type { RecoveryRegionStack } from '../recovery/recovery-region-stack';

/**
 * All keys and channels; reading, writing, streams, publish/subscribe, transactions and Lua scripts, without what can
 * empty, reconfigure or spy on a node. BullMQ and ioredis ask for INFO (version, eviction policy) and CLIENT LIST (who
 * works on a queue), both `@dangerous`; rate limiters read TIME. Stored functions outlive their client, and nobody
 * uses them.
 */
const accessString = [
  'on ~* &* -@all',
  '+@read +@write +@connection +@transaction +@pubsub +@scripting',
  '-@dangerous -function',
  '+info +client|list +time',
].join(' ');

/** The user of every client. */
export const cacheUser = { name: 'application', accessString } as const;

export interface CacheLoginProps {
  readonly environment: Environment;
  readonly name: string;
  readonly secretName: string;
  readonly dataKey: IKey;
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/**
 * The one user of a replication group and its secret (`username`, `password`). Valkey's user groups need no `default`
 * user: without one, a client that does not log in can do nothing.
 */
export class CacheLogin extends Construct {
  readonly secret: ISecret;
  readonly userId: string;
  readonly userGroupId: string;

  constructor(scope: Construct, id: string, props: CacheLoginProps) {
    super(scope, id);
    this.secret = new OwnedSecret(this, 'Secret', {
      ...props,
      description: `Login of Valkey clients of ${props.environment.name}`,
      firstValue: {
        secretStringTemplate: JSON.stringify({ username: cacheUser.name }),
        generateStringKey: 'password',
        passwordLength: 64,
        excludePunctuation: true,
      },
    }).secret;
    this.userId = `${props.environment.name}-cache-${props.name}`;

    const user = new CfnUser(this, 'User', {
      engine: 'valkey',
      userId: this.userId,
      userName: cacheUser.name,
      accessString,
      // CloudFormation reads the password during the deploy; the template holds a reference. A change of the user's
      // properties sets the current password alone: the previous one, which the rotation keeps, ends with that deploy.
      authenticationMode: {
        Type: 'password',
        Passwords: [this.secret.secretValueFromJson('password').unsafeUnwrap()],
      },
    });
    user.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    const userGroup = new CfnUserGroup(this, 'UserGroup', {
      engine: 'valkey',
      userGroupId: this.userId,
      userIds: [user.ref],
    });
    userGroup.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.userGroupId = userGroup.ref;
  }
}
