import { RemovalPolicy } from 'aws-cdk-lib';
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { CfnReplicaKey, type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface ReplicaKeyProps {
  /** A multi-Region key of another region. */
  readonly primary: IKey;
  /** Alias in this region, without `alias/`. */
  readonly alias: string;
  readonly description: string;
  /** A replica shares the key's material and id, not its policy. */
  readonly policy: PolicyDocument;
}

/** The copy of a multi-Region key in this stack's region: it decrypts there what the primary encrypted. */
export class ReplicaKey extends Construct {
  readonly key: IKey;

  constructor(scope: Construct, id: string, props: ReplicaKeyProps) {
    super(scope, id);
    const replica = new CfnReplicaKey(this, 'Resource', {
      primaryKeyArn: props.primary.keyArn,
      description: props.description,
      keyPolicy: props.policy,
    });
    replica.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.key = Key.fromKeyArn(this, 'Key', replica.attrArn);
    this.key.addAlias(props.alias);
  }
}
