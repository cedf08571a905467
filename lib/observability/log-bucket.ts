import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/schema';

/** Loki's only tenant when its authentication is off; every chunk lies under it, the index under `index/`. */
const chunkPrefix = 'fake/';

/** How long Loki's compactor may stand still before the bucket deletes chunks that the index still names. */
const compactorOutageDays = 7;

/** Output of the stack with the name of the bucket. */
export const logBucketOutput = 'LogBucketName';

export interface LogBucketProps {
  readonly environment: Environment;
  readonly key: IKey;
  readonly accessLogBucket: IBucket;
}

/**
 * Loki's chunks and index. Loki deletes logs itself at `expireAfterDays`; the life cycle moves chunks to cheaper
 * classes that still answer at once, and sweeps up what Loki left behind. It names the chunks' prefix, because rules
 * cannot exclude one and Loki breaks when its index moves or goes; S3 leaves objects under 128 KB in Standard, where
 * they are cheapest. Not versioned: erasing a tenant's logs erases them.
 * https://grafana.com/docs/loki/latest/operations/storage/retention/
 */
export class LogBucket extends Bucket {
  constructor(scope: Construct, id: string, props: LogBucketProps) {
    const { infrequentAccessAfterDays, archiveAfterDays, expireAfterDays } =
      props.environment.observability.logs;
    super(scope, id, {
      encryption: BucketEncryption.KMS,
      encryptionKey: props.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      serverAccessLogsBucket: props.accessLogBucket,
      serverAccessLogsPrefix: 'logs/',
      lifecycleRules: [
        {
          id: 'chunks',
          prefix: chunkPrefix,
          transitions: [
            {
              storageClass: StorageClass.INFREQUENT_ACCESS,
              transitionAfter: Duration.days(infrequentAccessAfterDays),
            },
            {
              storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL,
              transitionAfter: Duration.days(archiveAfterDays),
            },
          ],
          expiration: Duration.days(expireAfterDays + compactorOutageDays),
        },
        { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
