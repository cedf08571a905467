import { dangers, ofResource, ofResources, thing } from '../verdict-of';

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
    ],
    [
      'point-in-time recovery off',
      instance,
      { BackupRetentionPeriod: 7 },
      { BackupRetentionPeriod: 0 },
      'data-loss',
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

describe('removal and replacement', () => {
  test.each([
    'AWS::RDS::DBInstance',
    'AWS::S3::Bucket',
    'AWS::KMS::Key',
    'AWS::Backup::BackupVault',
    'AWS::Backup::BackupPlan',
    'AWS::SecretsManager::Secret',
    'AWS::Logs::LogGroup',
    'AWS::ECR::Repository',
    'AWS::ElastiCache::ReplicationGroup',
  ])('%s removed loses data, kept by its policy or not', (type) => {
    expect([ofResource(type, {}, null), ofResource(type, { $: { DeletionPolicy: 'Retain' } }, null)]).toEqual(
      ['data-loss', 'data-loss'],
    );
  });

  test('a database with another name is another database', () => {
    expect(ofResource(instance, { DBInstanceIdentifier: 'a' }, { DBInstanceIdentifier: 'b' })).toBe(
      'data-loss',
    );
  });

  test('a database under another logical id is another database', () => {
    expect(ofResources([thing(instance, { Port: '1' })], [thing(instance, { Port: '1' }, 'Other')])).toBe(
      'data-loss',
    );
  });

  test('a read replica that goes is missed by its readers', () => {
    expect(ofResource(instance, { SourceDBInstanceIdentifier: 'main' }, null)).toBe('downtime');
  });

  const deploy = 'Custom::AWSCDK-EKS-KubernetesResource';
  test('a deploy resource that is made anew deletes live objects', () => {
    expect(
      ofResources([thing(deploy, { ClusterName: 'c' })], [thing(deploy, { ClusterName: 'c' }, 'Other')]),
    ).toBe('data-loss');
  });

  test('one whose objects are kept does not', () => {
    const kept = { ClusterName: 'c', $: { UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Retain' } };
    expect(ofResources([thing(deploy, kept)], [thing(deploy, kept, 'Other')])).toBe('restart');
  });

  test('a deploy resource that goes deletes live objects', () => {
    expect(ofResource(deploy, { ClusterName: 'c' }, null)).toBe('data-loss');
  });

  test('a role that goes with all that used it is not missed', () => {
    const user = thing('AWS::Lambda::Function', { Role: { 'Fn::GetAtt': ['Thing', 'Arn'] } }, 'Function');
    expect(ofResources([thing('AWS::IAM::Role', {}), user], [])).toBe('safe');
  });

  test('a role that goes before what uses it is missed', () => {
    const user = thing('AWS::Lambda::Function', { Role: { 'Fn::GetAtt': ['Thing', 'Arn'] } }, 'Function');
    expect(ofResource('AWS::IAM::Role', {}, null, [user])).toBe('downtime');
  });

  test.each([
    ['AWS::EKS::Cluster', 'downtime'],
    ['AWS::EC2::NatGateway', 'capacity'],
    ['AWS::EC2::Subnet', 'capacity'],
    ['AWS::CloudTrail::Trail', 'exposure'],
    ['AWS::EC2::FlowLog', 'exposure'],
    ['AWS::S3::BucketPolicy', 'exposure'],
    ['AWS::CloudWatch::Alarm', 'capacity'],
    ['AWS::Budgets::Budget', 'safe'],
    ['AWS::CloudWatch::Dashboard', 'safe'],
  ])('%s removed: %s', (type, risk) => {
    expect(ofResource(type, {}, null)).toBe(risk);
  });

  test.each(['AWS::S3::Bucket', 'AWS::CloudWatch::Alarm', 'AWS::IAM::Role', 'AWS::SQS::Queue'])(
    '%s added and private is safe',
    (type) => {
      const all = {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      };
      expect(
        ofResource(type, null, type.endsWith('Bucket') ? { PublicAccessBlockConfiguration: all } : {}),
      ).toBe('safe');
    },
  );
});
