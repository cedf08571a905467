import { type LocatedResource, resourcesOf } from '../stack-resources';
import type { Json, Tree } from '../tree';

/** Resources whose loss would lose data, keys or names that cannot be made again. */
export const statefulTypes: ReadonlySet<string> = new Set([
  'AWS::Backup::BackupVault',
  'AWS::ECR::Repository',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::KMS::Key',
  'AWS::KMS::ReplicaKey',
  'AWS::RDS::DBInstance',
  'AWS::Route53::HostedZone',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
]);

export const statefulResources = (tree: Tree): LocatedResource[] =>
  resourcesOf(tree).filter((resource) => statefulTypes.has(resource.type) && !isCopy(resource));

/** A read replica and a cache of images are made again from their source. */
const isCopy = ({ type, properties }: LocatedResource): boolean =>
  (type === 'AWS::RDS::DBInstance' && properties.SourceDBInstanceIdentifier && !restores(properties)) ||
  (type === 'AWS::ECR::Repository' && properties.EmptyOnDelete === true);

const restores = ({ RestoreTime, UseLatestRestorableTime }: Json): boolean =>
  RestoreTime !== undefined || UseLatestRestorableTime === true;
