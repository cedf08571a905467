import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type ISecret, Secret, type SecretStringGenerator } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import type { RecoveryRegionStack } from '../recovery/recovery-region-stack';

export interface OwnedSecretProps {
  readonly environment: Environment;
  readonly dataKey: IKey;
  readonly recoveryRegion: RecoveryRegionStack | null;
  readonly secretName: string;
  readonly description: string;
  readonly firstValue: SecretStringGenerator;
}

/**
 * A secret of the environment that owns the state: made here, and copied to the recovery region where regional copies
 * are on; or, in an environment that recovers another, the copy that waits under the same name. It outlives the stack.
 */
export class OwnedSecret extends Construct {
  readonly secret: ISecret;

  constructor(scope: Construct, id: string, props: OwnedSecretProps) {
    super(scope, id);
    this.secret = props.environment.state.kind === 'own' ? this.made(props) : this.found(props);
  }

  private made(props: OwnedSecretProps): ISecret {
    const { environment, recoveryRegion } = props;
    const replicaKey = recoveryRegion && Key.fromKeyArn(this, 'RecoveryRegionKey', recoveryRegion.dataKeyArn);
    return new Secret(this, 'Secret', {
      secretName: props.secretName,
      description: props.description,
      encryptionKey: props.dataKey,
      generateSecretString: props.firstValue,
      replicaRegions: replicaKey ? [{ region: environment.recoveryRegion, encryptionKey: replicaKey }] : [],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  private found({ secretName, dataKey }: OwnedSecretProps): ISecret {
    return Secret.fromSecretAttributes(this, 'Secret', {
      secretPartialArn: Stack.of(this).formatArn({
        service: 'secretsmanager',
        resource: 'secret',
        resourceName: secretName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      encryptionKey: dataKey,
    });
  }
}
