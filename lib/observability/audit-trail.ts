import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ReadWriteType, Trail } from 'aws-cdk-lib/aws-cloudtrail';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectLockRetention,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';

export interface AuditTrailProps {
  readonly environment: Environment;
  /** Lets `cloudtrail.amazonaws.com` generate data keys for the trail `<environment>-trail`. */
  readonly key: IKey;
  readonly accessLogBucket: IBucket;
}

/**
 * Who called which AWS API, in all regions, with signed digests. An account's first trail of management events is free;
 * a second environment in the same account pays $2 for each 100,000 events. https://aws.amazon.com/cloudtrail/pricing/
 */
export class AuditTrail extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    this.bucket = this.lockedBucket(props);
    new Trail(this, 'Trail', {
      trailName: `${props.environment.name}-trail`,
      bucket: this.bucket,
      encryptionKey: props.key,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      managementEvents: ReadWriteType.ALL,
      enableFileValidation: true,
    });
  }

  /**
   * Nobody deletes a record before `trailRetentionDays`, except who holds `s3:BypassGovernanceRetention`. The bucket's
   * own encryption is S3's: CloudTrail encrypts records with the key, and its digests are S3's to encrypt.
   */
  private lockedBucket(props: AuditTrailProps): IBucket {
    const retention = Duration.days(props.environment.observability.trailRetentionDays);
    return new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockDefaultRetention: ObjectLockRetention.governance(retention),
      serverAccessLogsBucket: props.accessLogBucket,
      serverAccessLogsPrefix: 'trail/',
      lifecycleRules: [
        { id: 'expire', expiration: retention, noncurrentVersionExpiration: Duration.days(1) },
        {
          id: 'tidy',
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
