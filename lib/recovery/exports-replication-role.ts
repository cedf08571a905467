import { Aws, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** A bucket of another region and the key that encrypts what arrives there. */
export interface ReplicaBucket {
  readonly region: string;
  readonly bucketArn: string;
  readonly keyArn: string;
}

export interface Replication {
  readonly source: Bucket;
  readonly sourceKey: IKey;
  readonly replica: ReplicaBucket;
}

/**
 * S3's own role when it replicates a bucket. It exists before the bucket, which names it, and is given its permissions
 * after. https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export class ExportsReplicationRole extends Role {
  constructor(scope: Construct, id: string) {
    super(scope, id, { assumedBy: new ServicePrincipal('s3.amazonaws.com') });
  }

  allow({ source, sourceKey, replica }: Replication): void {
    const viaS3 = (region: string) => ({
      StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
    });
    const statements = [
      {
        actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
        resources: [source.bucketArn],
      },
      {
        actions: [
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionTagging',
        ],
        resources: [source.arnForObjects('*')],
      },
      {
        actions: ['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'],
        resources: [`${replica.bucketArn}/*`],
      },
      {
        actions: ['kms:Decrypt'],
        resources: [sourceKey.keyArn],
        conditions: viaS3(Stack.of(this).region),
      },
      {
        actions: ['kms:Encrypt', 'kms:GenerateDataKey'],
        resources: [replica.keyArn],
        conditions: viaS3(replica.region),
      },
    ];
    statements.forEach((statement) => this.addToPolicy(new PolicyStatement(statement)));
    this.acknowledgeEveryObject(source, replica);
  }

  private acknowledgeEveryObject(source: Bucket, replica: ReplicaBucket): void {
    const reason =
      'Every export is replicated, whatever its key: S3 has no narrower resource than all objects.';
    const sourceId = Stack.of(source).getLogicalId(source.node.defaultChild as CfnBucket);
    const replicaArn = replica.bucketArn.replace(Aws.ACCOUNT_ID, '<AWS::AccountId>');
    Validations.of(this).acknowledge(
      { id: `AwsSolutions-IAM5[Resource::<${sourceId}.Arn>/*]`, reason },
      { id: `AwsSolutions-IAM5[Resource::${replicaArn}/*]`, reason },
    );
  }
}
