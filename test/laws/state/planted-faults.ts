import { addResource, objectIn, type PlantedFault, resourceIn } from '../planted-fault';
import type { Json } from '../tree';

const database = (tree: Json): Json => resourceIn(tree, 'database', 'AWS::RDS::DBInstance');
const queues = (tree: Json): Json => resourceIn(tree, 'cache', 'AWS::ElastiCache::ReplicationGroup');

export const stateFaults: readonly PlantedFault[] = [
  {
    law: 'storesAreEncrypted',
    fault: 'a database without encryption',
    plant: (tree) => delete database(tree).Properties.StorageEncrypted,
    seenAs: 'storage is not encrypted',
  },
  {
    law: 'storesAreEncrypted',
    fault: 'a cache without TLS',
    plant: (tree) => (queues(tree).Properties.TransitEncryptionEnabled = false),
    seenAs: 'speaks without TLS',
  },
  {
    law: 'storesAreEncrypted',
    fault: 'volumes without encryption',
    plant: (tree) => (objectIn(tree, 'StorageClass', 'gp3-encrypted').parameters = {}),
    seenAs: 'volumes are not encrypted',
  },
  {
    law: 'storesAreBackedUp',
    fault: 'a database that keeps backups for a day',
    plant: (tree) => (database(tree).Properties.BackupRetentionPeriod = 1),
    seenAs: 'keeps backups for 1 days, not 7',
  },
  {
    law: 'storesAreBackedUp',
    fault: 'backups that stay in their region',
    plant: (tree) => delete database(tree).Properties.AutomaticBackupReplicationRegion,
    seenAs: 'regionalBackups says otherwise',
  },
  {
    law: 'storesAreBackedUp',
    fault: 'a cache without snapshots',
    plant: (tree) => delete queues(tree).Properties.SnapshotRetentionLimit,
    seenAs: 'keeps snapshots for 0 days',
  },
  {
    law: 'bucketsAreVersioned',
    fault: 'exports that can be overwritten',
    plant: (tree) => addResource(tree, 'recovery', 'Planted', { Type: 'AWS::S3::Bucket' }),
    seenAs: 'recovery/Planted: keeps no earlier versions',
  },
  {
    law: 'databasesAreInTheWeeklyPlan',
    fault: 'a plan without the database',
    plant: (tree) =>
      (resourceIn(tree, 'recovery', 'AWS::Backup::BackupSelection').Properties.BackupSelection.Resources =
        []),
    seenAs: 'no backup selection names it',
  },
  {
    law: 'storesAreRetained',
    fault: 'a database that goes with its stack',
    plant: (tree) => (database(tree).DeletionPolicy = 'Delete'),
    seenAs: 'DeletionPolicy is Delete',
  },
  {
    law: 'stateIsProtectedFromTermination',
    fault: 'a stack with state and no protection',
    plant: (tree) =>
      (tree.stacks.find(({ noun }: Json) => noun === 'database').terminationProtection = false),
    seenAs: 'database: holds state',
  },
  {
    law: 'disposableStacksHoldNoState',
    fault: 'a bucket among the workloads',
    plant: (tree) => addResource(tree, 'workloads', 'Planted', { Type: 'AWS::S3::Bucket' }),
    seenAs: 'workloads/Planted',
  },
  {
    law: 'deletionProtectionFollowsTheEnvironment',
    fault: 'a database that can be deleted',
    plant: (tree) => (database(tree).Properties.DeletionProtection = false),
    seenAs: 'DeletionProtection is false',
  },
];
