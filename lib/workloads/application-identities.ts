import { Stack } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { type IRole, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { configuredComponents } from '../../config/components';
import { type ApplicationComponent, componentLogins, secretNames, stateOwner } from '../../config/contract';
import { type Workload, workloadNamespaces } from '../../config/flows';
import type { Environment } from '../../config/schema';
import { loginsOfWorkloads } from '../../config/workload-logins';
import type { CacheStack } from '../cache/cache-stack';
import type { DatabaseStack } from '../database/database-stack';
import type { KeysStack } from '../keys/keys-stack';
import { logBucketOutput } from '../observability/log-bucket';
import type { ObservabilityStack } from '../observability/observability-stack';
import { exportsBucketOutput } from '../recovery/exports-bucket';
import type { RecoveryStack } from '../recovery/recovery-stack';
import { BucketAccess } from './bucket-access';
import { PodIdentity } from './pod-identity';

export interface ApplicationIdentitiesProps {
  readonly environment: Environment;
  readonly cluster: ICluster;
  readonly keys: KeysStack;
  readonly database: DatabaseStack;
  readonly cache: CacheStack;
  readonly recovery: RecoveryStack;
  readonly observability: ObservabilityStack;
}

/** Components that seal or open tenants' credentials. The sockets' never do. */
const sealingComponents: ReadonlySet<string> = new Set<ApplicationComponent>(['api', 'worker', 'lifecycle']);

const envelopeActions = ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'];
/** A change of the key that wraps tenants' data keys. */
const rewrapActions = ['kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/** What pods with secrets may do in AWS: read the ones that they mount, and seal tenants' credentials. */
export class ApplicationIdentities extends Construct {
  /** Of Alertmanager's pods, which may do more than read a secret. */
  readonly alertmanager: Role;

  constructor(scope: Construct, id: string, props: ApplicationIdentitiesProps) {
    super(scope, id);
    const { environment, database, cache, keys } = props;
    const shared = [
      database.encryptionKey,
      ...new Set([cache.queues.secret, cache.volatile.secret]),
      ...this.productSecrets(environment),
    ];
    for (const [name] of configuredComponents(environment.application.components)) {
      const role = this.role(name, props.cluster);
      this.grantSecrets(role, [database.logins[componentLogins[name]], ...shared], keys);
      if (sealingComponents.has(name)) this.grantEnvelopes(role, keys, envelopeActions);
      if (name === 'lifecycle') {
        this.grantEnvelopes(role, keys, rewrapActions);
        new BucketAccess(this, 'ExportsAccess', {
          role,
          keys,
          bucket: { stack: props.recovery, output: exportsBucketOutput },
          reason:
            'Every tenant has exports of its own in this bucket: S3 has no narrower resource than all objects.',
        });
      }
    }
    new BucketAccess(this, 'LogAccess', {
      role: this.role('loki', props.cluster),
      keys,
      bucket: { stack: props.observability, output: logBucketOutput },
      reason: 'The bucket is Loki’s alone: chunks, index and requests to delete are all its objects.',
    });
    const grafana = Secret.fromSecretNameV2(
      this,
      'Secret-grafana',
      secretNames.grafana(stateOwner(environment)),
    );
    this.grantSecrets(this.role('grafana', props.cluster), [grafana], keys);
    for (const [name, login] of loginsOfWorkloads) {
      this.grantSecrets(this.role(name, props.cluster), [database.logins[login]], keys);
    }
    this.grantSecrets(this.role('redis-exporter', props.cluster), [cache.queues.secret], keys);
    this.alertmanager = this.role('alertmanager', props.cluster);
    const { routingKeySecretName } = environment.observability.paging;
    if (routingKeySecretName !== null) {
      const routingKey = Secret.fromSecretNameV2(this, 'RoutingKey', routingKeySecretName);
      this.grantSecrets(this.alertmanager, [routingKey], keys);
    }
  }

  private role(name: Workload, cluster: ICluster): Role {
    const namespace = workloadNamespaces[name];
    return new PodIdentity(this, name, { cluster, namespace, serviceAccount: name }).role;
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

  /** On the key that wraps tenants' data keys. */
  private grantEnvelopes(role: IRole, { tenantKey }: KeysStack, actions: readonly string[]): void {
    role.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources: [tenantKey.keyArn] }));
  }
}
