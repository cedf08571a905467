import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Alias, type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { handOverParameters } from '../../config/contract';
import type { EnvironmentStackProps } from '../environment-stack';
import { dataKeyPolicy, tenantKeyPolicy } from './key-policies';

/**
 * Customer-managed keys: they outlive all that they encrypt. Multi-Region, so that a replica in the recovery region
 * decrypts what is restored there. An environment that recovers another makes none: it uses the replicas that it finds.
 */
export class KeysStack extends Stack {
  /** Encrypts stores, their backups and copies, secrets, topics and the trail. */
  readonly dataKey: IKey;
  /** Wraps the data keys of tenants' envelopes. */
  readonly tenantKey: IKey;

  constructor(scope: Construct, id: string, props: EnvironmentStackProps) {
    super(scope, id, props);
    const { name, state } = props.environment;

    if (state.kind === 'own') {
      this.dataKey = this.ownKey('DataKey', `Stores, backups and secrets of ${name}`, dataKeyPolicy(this));
      this.tenantKey = this.ownKey('TenantKey', `Data keys of tenants of ${name}`, tenantKeyPolicy());
    } else {
      this.dataKey = this.replica('DataKey', handOverParameters.dataKeyArn(state.environment));
      this.tenantKey = this.replica('TenantKey', handOverParameters.tenantKeyArn(state.environment));
    }
    new Alias(this, 'DataKeyAlias', { aliasName: `${name}/data`, targetKey: this.dataKey });
    new Alias(this, 'TenantKeyAlias', { aliasName: `${name}/tenants`, targetKey: this.tenantKey });

    new CfnOutput(this, 'DataKeyArn', { value: this.dataKey.keyArn });
    new CfnOutput(this, 'TenantKeyArn', { value: this.tenantKey.keyArn });
  }

  /**
   * Other stacks get the key by its ARN: through the key itself CDK would write their grants into its policy, which is
   * complete here and the same for the replica. So a grant lands in the grantee's own policy, and what has none (a
   * `ViaServicePrincipal`, as in `Secret.grantRead`) gets nothing: such a function needs a statement of its own.
   */
  private ownKey(id: string, description: string, policy: PolicyDocument): IKey {
    const key = new Key(this, id, {
      description,
      policy,
      multiRegion: true,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    return Key.fromKeyArn(this, `${id}ByArn`, key.keyArn);
  }

  /** The deploy reads the ARN from a parameter in this region. */
  private replica(id: string, parameterName: string): IKey {
    return Key.fromKeyArn(this, id, StringParameter.valueForStringParameter(this, parameterName));
  }
}
