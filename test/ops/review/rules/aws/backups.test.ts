import { dangers, ofResource } from '../verdict-of';

const instance = 'AWS::RDS::DBInstance';
const bucket = 'AWS::S3::Bucket';
const vault = 'AWS::Backup::BackupVault';
const secret = 'AWS::SecretsManager::Secret';
const rule = (rest: object) => ({ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ...rest }] } });
const images = (countNumber: number) => ({
  RepositoryName: 'app',
  LifecyclePolicy: {
    LifecyclePolicyText: JSON.stringify({
      rules: [{ selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber } }],
    }),
  },
});
const plan = (...rules: object[]) => ({
  BackupPlan: { BackupPlanName: 'weekly', BackupPlanRule: rules as never },
});
const weekly = {
  RuleName: 'weekly',
  ScheduleExpression: 'cron(0 12 ? * SUN *)',
  Lifecycle: { DeleteAfterDays: 90 },
  CopyActions: [{ DestinationBackupVaultArn: 'far', Lifecycle: { DeleteAfterDays: 90 } }],
};

describe('protection', () => {
  dangers([
    [
      'deletion protection of the database off',
      instance,
      { DeletionProtection: true },
      { DeletionProtection: false },
      'data-loss',
    ],
    [
      'deletion protection of the cluster gone',
      'AWS::EKS::Cluster',
      { DeletionProtection: true },
      {},
      'data-loss',
    ],
    ['backups go with the instance', instance, { DeleteAutomatedBackups: false }, {}, 'data-loss'],
    [
      'versions suspended',
      bucket,
      { VersioningConfiguration: { Status: 'Enabled' } },
      { VersioningConfiguration: { Status: 'Suspended' } },
      'data-loss',
    ],
    [
      'object lock shorter',
      bucket,
      { ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 365, Mode: 'GOVERNANCE' } } } },
      { ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 30, Mode: 'GOVERNANCE' } } } },
      'data-loss',
    ],
    ['vault unlocked', vault, { LockConfiguration: { MinRetentionDays: 7 } }, {}, 'data-loss'],
    [
      'vault locked for a shorter time',
      vault,
      { LockConfiguration: { MinRetentionDays: 7 } },
      { LockConfiguration: { MinRetentionDays: 1 } },
      'data-loss',
    ],
    ['repository emptied when deleted', 'AWS::ECR::Repository', {}, { EmptyOnDelete: true }, 'data-loss'],
    [
      'queues evicted',
      'AWS::ElastiCache::ParameterGroup',
      { Properties: { 'maxmemory-policy': 'noeviction' } },
      { Properties: { 'maxmemory-policy': 'allkeys-lru' } },
      'data-loss',
    ],
    [
      'bucket deleted with its stack',
      bucket,
      { $: { DeletionPolicy: 'Retain' } },
      { $: { DeletionPolicy: 'Delete' } },
      'data-loss',
    ],
    ['replaced bucket deleted', bucket, { $: { UpdateReplacePolicy: 'Retain' } }, {}, 'data-loss'],
    [
      'stack unprotected',
      'AWS::CloudFormation::Stack',
      { EnableTerminationProtection: true },
      { EnableTerminationProtection: false },
      'data-loss',
    ],
  ]);

  test('kept either way, whatever becomes of a failed creation', () => {
    expect(
      ofResource(
        bucket,
        { $: { DeletionPolicy: 'Retain' } },
        { $: { DeletionPolicy: 'RetainExceptOnCreate' } },
      ),
    ).toBe('safe');
  });

  test('CloudFormation snapshots a database that says nothing', () => {
    expect(ofResource(instance, { $: { DeletionPolicy: 'Snapshot' } }, {})).toBe('safe');
  });
});

describe('backups', () => {
  dangers([
    [
      'point-in-time recovery shorter',
      instance,
      { BackupRetentionPeriod: 7 },
      { BackupRetentionPeriod: 3 },
      'data-loss',
      'restart',
    ],
    [
      'point-in-time recovery off',
      instance,
      { BackupRetentionPeriod: 7 },
      { BackupRetentionPeriod: 0 },
      'data-loss',
      'downtime',
    ],
    ['regional copies off', instance, { AutomaticBackupReplicationRegion: 'us-west-2' }, {}, 'data-loss'],
    [
      'cache snapshots fewer',
      'AWS::ElastiCache::ReplicationGroup',
      { SnapshotRetentionLimit: 7 },
      { SnapshotRetentionLimit: 1 },
      'data-loss',
    ],
    [
      'replica of a secret gone',
      secret,
      { ReplicaRegions: [{ Region: 'us-west-2' }] },
      { ReplicaRegions: [] },
      'data-loss',
    ],
    [
      'secret generated anew',
      secret,
      { GenerateSecretString: { PasswordLength: 64 } },
      { GenerateSecretString: { PasswordLength: 32 } },
      'data-loss',
      'data-loss',
    ],
    [
      'copies of objects off',
      bucket,
      { ReplicationConfiguration: { Role: 'r', Rules: [{ Status: 'Enabled' }] } },
      { ReplicationConfiguration: { Role: 'r', Rules: [{ Status: 'Disabled' }] } },
      'data-loss',
    ],
    [
      'copies of images off',
      'AWS::ECR::ReplicationConfiguration',
      { ReplicationConfiguration: { Rules: [{ Destinations: [{ Region: 'us-west-2' }] }] } },
      { ReplicationConfiguration: { Rules: [] } },
      'data-loss',
    ],
    [
      'backup rule gone',
      'AWS::Backup::BackupPlan',
      plan(weekly, { ...weekly, RuleName: 'daily' }),
      plan(weekly),
      'data-loss',
    ],
    [
      'backups kept for a shorter time',
      'AWS::Backup::BackupPlan',
      plan(weekly),
      plan({ ...weekly, Lifecycle: { DeleteAfterDays: 30 } }),
      'data-loss',
    ],
    [
      'backups made less often',
      'AWS::Backup::BackupPlan',
      plan(weekly),
      plan({ ...weekly, ScheduleExpression: 'cron(0 12 1 * ? *)' }),
      'data-loss',
    ],
    [
      'backups not copied',
      'AWS::Backup::BackupPlan',
      plan(weekly),
      plan({ ...weekly, CopyActions: [] }),
      'data-loss',
    ],
  ]);

  test('another hour of the same weekly backup is safe', () => {
    const earlier = { ...weekly, ScheduleExpression: 'cron(0 6 ? * SUN *)' };
    expect(ofResource('AWS::Backup::BackupPlan', plan(weekly), plan(earlier))).toBe('safe');
  });
});

describe('life cycles', () => {
  dangers([
    [
      'logs kept for a shorter time',
      'AWS::Logs::LogGroup',
      { RetentionInDays: 365 },
      { RetentionInDays: 30 },
      'data-loss',
    ],
    ['logs kept for ever no more', 'AWS::Logs::LogGroup', {}, { RetentionInDays: 3650 }, 'data-loss'],
    [
      'objects deleted earlier',
      bucket,
      rule({ ExpirationInDays: 365 }),
      rule({ ExpirationInDays: 90 }),
      'data-loss',
    ],
    ['objects deleted at all', bucket, {}, rule({ Prefix: 'chunks/', ExpirationInDays: 372 }), 'data-loss'],
    [
      'old versions deleted earlier',
      bucket,
      rule({ NoncurrentVersionExpiration: { NoncurrentDays: 30 } }),
      rule({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
      'data-loss',
    ],
    [
      'objects put where they cannot be read at once',
      bucket,
      rule({ Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }] }),
      rule({ Transitions: [{ StorageClass: 'DEEP_ARCHIVE', TransitionInDays: 90 }] }),
      'downtime',
    ],
    ['fewer images kept', 'AWS::ECR::Repository', images(100), images(10), 'data-loss'],
  ]);

  test('unfinished uploads are nobody’s data', () => {
    expect(ofResource(bucket, {}, rule({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }))).toBe(
      'safe',
    );
  });

  test('a rule for objects that another rule deletes earlier is safe', () => {
    const both = {
      LifecycleConfiguration: {
        Rules: [
          { Id: 'all', Status: 'Enabled', ExpirationInDays: 30 },
          { Id: 'some', Status: 'Enabled', Prefix: 'logs/', ExpirationInDays: 60 },
        ],
      },
    };
    expect(ofResource(bucket, rule({ Id: 'all', ExpirationInDays: 30 }), both)).toBe('safe');
  });
});
