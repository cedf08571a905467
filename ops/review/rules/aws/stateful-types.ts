import { type AwsResource, manifestType } from '../../change';
import { at } from '../reading/values';

/**
 * What is lost with a resource of each type that holds data. AWS's own list is the property `isStateful` of its
 * published resource specification; to it come what encrypts data, what copies it, and what the platform cannot make
 * again.
 */
export const statefulTypes: Readonly<Record<string, string>> = {
  'AWS::Backup::BackupPlan': 'the weekly backups',
  'AWS::Backup::BackupSelection': 'the backups of what it selects',
  'AWS::Backup::BackupVault': 'the recovery points in it',
  'AWS::Backup::LogicallyAirGappedBackupVault': 'the recovery points in it',
  'AWS::Cognito::UserPool': 'the users and their passwords',
  'AWS::DocDB::DBCluster': 'the database',
  'AWS::DocDB::DBInstance': 'the database',
  'AWS::DynamoDB::GlobalTable': 'the items in it',
  'AWS::DynamoDB::Table': 'the items in it',
  'AWS::EC2::Snapshot': 'the copy of the volume',
  'AWS::EC2::Volume': 'the files on it',
  'AWS::ECR::Repository': 'the images, also those that a roll-back needs',
  'AWS::EFS::FileSystem': 'the files on it',
  'AWS::EMR::Cluster': 'the data on it',
  'AWS::ElastiCache::CacheCluster': 'the keys in it',
  'AWS::ElastiCache::GlobalReplicationGroup': 'the keys in it',
  'AWS::ElastiCache::ReplicationGroup': 'the queues, sessions and rate limits in it',
  'AWS::ElastiCache::ServerlessCache': 'the keys in it',
  'AWS::Elasticsearch::Domain': 'the documents in it',
  'AWS::FSx::FileSystem': 'the files on it',
  'AWS::FSx::Volume': 'the files on it',
  'AWS::KMS::Key': 'everything that is encrypted with it, for ever',
  'AWS::KMS::ReplicaKey': 'the recovery region’s copies, which are encrypted with it',
  'AWS::Kinesis::Stream': 'the records in it',
  'AWS::Logs::LogGroup': 'the logs in it',
  'AWS::MSK::Cluster': 'the records in it',
  'AWS::MemoryDB::Cluster': 'the keys in it',
  'AWS::Neptune::DBCluster': 'the database',
  'AWS::Neptune::DBInstance': 'the database',
  'AWS::OpenSearchService::Domain': 'the documents in it',
  'AWS::Organizations::Account': 'everything in the account',
  'AWS::QLDB::Ledger': 'the ledger',
  'AWS::RDS::DBCluster': 'the database',
  'AWS::RDS::DBInstance': 'the database',
  'AWS::RDS::GlobalCluster': 'the database',
  'AWS::Redshift::Cluster': 'the database',
  'AWS::S3::Bucket': 'the objects in it',
  'AWS::S3Tables::TableBucket': 'the tables in it',
  'AWS::SDB::Domain': 'the items in it',
  'AWS::SQS::Queue': 'the messages in it',
  'AWS::SecretsManager::Secret': 'the secret in it',
  'AWS::Timestream::Database': 'the records in it',
  'AWS::Timestream::Table': 'the records in it',
};

/** What is lost with a resource; null: it holds nothing. A read replica holds a copy alone. */
export function stateOf(resource: AwsResource): string | null {
  return isReadReplica(resource) ? null : (statefulTypes[resource.type] ?? null);
}

export const isReadReplica = ({ type, body }: AwsResource): boolean =>
  type === 'AWS::RDS::DBInstance' && at(body, 'Properties', 'SourceDBInstanceIdentifier') !== undefined;

/** Applies a chart: when it is deleted, it deletes the live objects. */
export const deployResourceType = manifestType;

/** Whether the thing outlives the resource: in the account for `deletion`, beside the new one for `replacement`. */
export function outlives(resource: AwsResource, event: 'deletion' | 'replacement'): boolean {
  const policy = at(resource.body, event === 'deletion' ? 'DeletionPolicy' : 'UpdateReplacePolicy');
  return policy === 'Retain' || policy === 'RetainExceptOnCreate';
}

/** Types that no customer's request and no pod depends on: what they watch, report, deploy or rotate can wait. */
export const bystanderTypes: ReadonlySet<string> = new Set([
  'AWS::Backup::RestoreTestingPlan',
  'AWS::Backup::RestoreTestingSelection',
  'AWS::Budgets::Budget',
  'AWS::CE::AnomalyMonitor',
  'AWS::CE::AnomalySubscription',
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::EC2::FlowLog',
  'AWS::ECR::ReplicationConfiguration',
  'AWS::Events::Rule',
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Logs::MetricFilter',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SecretsManager::RotationSchedule',
  'Custom::AWSCDK-EKS-KubernetesObjectValue',
  'Custom::RetiredObjects',
]);
