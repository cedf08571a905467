import { Stack } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { type IRole, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { applicationComponents, secretNames, stateOwner } from '../../config/contract';
import { workloadNamespaces } from '../../config/flows';
import type { Environment } from '../../config/schema';
import type { CacheStack } from '../cache/cache-stack';
import type { DatabaseStack } from '../database/database-stack';
import type { KeysStack } from '../keys/keys-stack';
import { PodIdentity } from './pod-identity';

export interface ApplicationIdentitiesProps {
  readonly environment: Environment;
  readonly cluster: ICluster;
  readonly keys: KeysStack;
  readonly database: DatabaseStack;
  readonly cache: CacheStack;
}

/** What the application's pods may do in AWS: read the secrets that they mount, and seal tenants' credentials. */
export class ApplicationIdentities extends Construct {
  constructor(scope: Construct, id: string, props: ApplicationIdentitiesProps) {
    super(scope, id);
    const { database, cache, keys } = props;
    const roles = Object.fromEntries(
      [...applicationComponents, 'migration' as const].map((name) => [
        name,
        new PodIdentity(this, name, {
          cluster: props.cluster,
          namespace: workloadNamespaces[name],
          serviceAccount: name,
        }).role,
      ]),
    ) as Record<keyof typeof workloadNamespaces, Role>;

    const shared = [
      database.logins.app,
      database.encryptionKey,
      ...new Set([cache.queues.secret, cache.volatile.secret]),
      ...this.productSecrets(props.environment),
    ];
    for (const name of applicationComponents) this.grantSecrets(roles[name], shared, keys);
    this.grantSecrets(roles.migration, [database.logins.migrator], keys);
    this.grantEnvelopes(roles.api, keys);
    this.grantEnvelopes(roles.worker, keys);
  }

  private productSecrets(environment: Environment): ISecret[] {
    const names = new Set(environment.application.secrets.map(({ secretName }) => secretName));
    return [...names].map((name) =>
      Secret.fromSecretNameV2(this, `Secret-${name}`, secretNames.product(stateOwner(environment), name)),
    );
  }

  /** By statements of our own: CDK's grant would also change the key's policy, in a stack that knows no cluster. */
  private grantSecrets(role: IRole, secrets: readonly ISecret[], keys: KeysStack): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        resources: secrets.map(({ secretFullArn, secretArn }) => secretFullArn ?? `${secretArn}-??????`),
      }),
    );
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [keys.dataKey.keyArn],
        conditions: {
          StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(this).region}.amazonaws.com` },
        },
      }),
    );
  }

  /** Envelope encryption of tenants' credentials: a data key from KMS, and its unsealing. */
  private grantEnvelopes(role: IRole, keys: KeysStack): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [keys.tenantKey.keyArn],
      }),
    );
  }
}
