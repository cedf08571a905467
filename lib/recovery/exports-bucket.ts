import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AccessLogBucket } from '../observability/access-log-bucket';
import { ExportsReplicationRole, type ReplicaBucket } from './exports-replication-role';

/** How long an export that was overwritten or deleted can be had back. */
const undeleteDays = 7;

/** Output of the stack with the name of the bucket. */
export const exportsBucketOutput = 'ExportsBucketName';

export interface ExportsBucketProps {
  readonly key: IKey;
  readonly retentionDays: number;
  /** A bucket that another region's stack names needs a name of its own. */
  readonly bucketName?: string;
  /** Where each export is copied to; null: nowhere. */
  readonly replica: ReplicaBucket | null;
}

/**
 * Tenants' exports: each holds all that a tenant has, so reads are logged and nothing outlives `retentionDays` by more
 * than the week in which a deletion can be undone. Deletions are replicated too, or an erased tenant would live on in
 * the other region.
 */
export class ExportsBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: ExportsBucketProps) {
    super(scope, id);
    const { key, replica } = props;
    const role = replica ? new ExportsReplicationRole(this, 'ReplicationRole') : undefined;
    const rules = replica && [
      {
        id: 'recovery-region',
        destination: Bucket.fromBucketArn(this, 'ReplicaBucket', replica.bucketArn),
        kmsKey: Key.fromKeyArn(this, 'ReplicaKey', replica.keyArn),
        sseKmsEncryptedObjects: true,
        deleteMarkerReplication: true,
        priority: 1,
      },
    ];
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName: props.bucketName,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      serverAccessLogsBucket: new AccessLogBucket(this, 'AccessLogBucket'),
      lifecycleRules: [
        {
          id: 'expired-exports',
          expiration: Duration.days(props.retentionDays),
          noncurrentVersionExpiration: Duration.days(undeleteDays),
        },
        {
          id: 'leftovers',
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          expiredObjectDeleteMarker: true,
        },
      ],
      replicationRole: role,
      replicationRules: rules ?? undefined,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    if (role && replica) role.allow({ source: this.bucket, sourceKey: key, replica });
  }
}
