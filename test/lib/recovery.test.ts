import { type Json, resourcesOfType, stackNouns, stackTemplate } from '../support/synthesized';

const all = (environment: string, noun: string, type: string): Json[] =>
  resourcesOfType(stackTemplate(environment, noun), `AWS::${type}`);
const only = (environment: string, noun: string, type: string): Json => {
  const found = all(environment, noun, type);
  expect(found).toHaveLength(1);
  return found[0];
};
const byId = (environment: string, noun: string, type: string, id: RegExp): Json =>
  all(environment, noun, type).find((resource) => id.test(resource.id));
const statements = (environment: string, role: RegExp): Json[] =>
  byId(environment, 'recovery', 'IAM::Policy', role).properties.PolicyDocument.Statement;

describe('the vault', () => {
  const vault = only('production', 'recovery', 'Backup::BackupVault');

  test('is locked', () => {
    expect(vault.properties.LockConfiguration).toMatchObject({ MinRetentionDays: 7, MaxRetentionDays: 90 });
  });

  test('can be unlocked by an administrator', () => {
    expect(vault.properties.LockConfiguration).not.toHaveProperty('ChangeableForDays');
  });

  test('is encrypted with the data key', () => {
    expect(JSON.stringify(vault.properties.EncryptionKeyArn)).toContain('DataKey');
  });

  test('outlives its stack', () => {
    expect(vault.resource.DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  test('has the same lock in the recovery region', () => {
    const copy = only('production', 'recovery-region', 'Backup::BackupVault');
    expect(copy.properties.LockConfiguration).toEqual(vault.properties.LockConfiguration);
  });
});

describe('the weekly backup', () => {
  const rules = (environment: string): Json[] =>
    only(environment, 'recovery', 'Backup::BackupPlan').properties.BackupPlan.BackupPlanRule;

  test('runs once a week', () => {
    expect(rules('production').map((rule) => rule.ScheduleExpression)).toEqual(['cron(0 12 ? * SUN *)']);
  });

  test('is kept for 90 days', () => {
    expect(rules('production')[0].Lifecycle).toEqual({ DeleteAfterDays: 90 });
  });

  test('is copied to the recovery region', () => {
    const [copy] = rules('production')[0].CopyActions;
    expect(copy.DestinationBackupVaultArn['Fn::GetStackOutput'].StackName).toBe('production-recovery-region');
  });

  test('is kept as long where it is copied to', () => {
    expect(rules('production')[0].CopyActions[0].Lifecycle).toEqual({ DeleteAfterDays: 90 });
  });

  test('stays in one region where the environment has one', () => {
    expect(rules('starter')[0].CopyActions ?? []).toEqual([]);
  });

  test('takes the database alone', () => {
    const { Resources } = only('production', 'recovery', 'Backup::BackupSelection').properties
      .BackupSelection;
    expect(Resources.map((resource: Json) => resource['Fn::GetStackOutput'].StackName)).toEqual([
      'production-database',
    ]);
  });

  test('may delete no snapshot but AWS Backup’s', () => {
    const deletes = statements('production', /WeeklyBackupRole/).filter((statement) =>
      statement.Action.includes('rds:DeleteDBSnapshot'),
    );
    expect(JSON.stringify(deletes.map(({ Resource }) => Resource))).not.toMatch(/:snapshot:(?!awsbackup:\*)/);
  });

  test('uses no managed policy', () => {
    const role = byId('production', 'recovery', 'IAM::Role', /WeeklyBackupRole/);
    expect(role.properties.ManagedPolicyArns).toBeUndefined();
  });
});

describe('the restore test', () => {
  const selection = only('production', 'recovery', 'Backup::RestoreTestingSelection').properties;

  test('runs once a week, the day after the backup', () => {
    const plan = only('production', 'recovery', 'Backup::RestoreTestingPlan').properties;
    expect(plan.ScheduleExpression).toBe('cron(0 12 ? * MON *)');
  });

  test('takes the newest backup of the last week', () => {
    const plan = only('production', 'recovery', 'Backup::RestoreTestingPlan').properties;
    expect(plan.RecoveryPointSelection).toMatchObject({
      Algorithm: 'LATEST_WITHIN_WINDOW',
      SelectionWindowDays: 7,
    });
  });

  test('restores into the database’s subnets', () => {
    expect(selection.RestoreMetadataOverrides.dbSubnetGroupName).toBeDefined();
  });

  test('restores behind the database’s security group', () => {
    expect(JSON.stringify(selection.RestoreMetadataOverrides.vpcSecurityGroupIds)).toContain('GroupId');
  });

  test('restores nothing public', () => {
    expect(selection.RestoreMetadataOverrides.publiclyAccessible).toBe('false');
  });

  test('may delete no instance but a restored one', () => {
    const deletes = statements('production', /RestoreTestRole/).find((statement) =>
      statement.Action.includes('rds:DeleteDBInstance'),
    );
    expect(JSON.stringify(deletes.Resource)).toMatch(/:db:awsbackup-restore-test-\*"/);
  });

  test('is left out where config switches it off', () => {
    expect(all('starter', 'recovery', 'Backup::RestoreTestingPlan')).toEqual([]);
  });
});

describe('alarms of backups', () => {
  const rules = (environment: string): Json[] =>
    all(environment, 'recovery', 'Events::Rule').map(({ properties }) => properties.EventPattern);

  test('hear of failed backups, copies and restore tests', () => {
    expect(rules('production').flatMap((pattern) => pattern['detail-type'])).toEqual([
      'Backup Job State Change',
      'Copy Job State Change',
      'Restore Job State Change',
    ]);
  });

  test('hear of backups alone where there is nothing else', () => {
    expect(rules('starter').flatMap((pattern) => pattern['detail-type'])).toEqual([
      'Backup Job State Change',
    ]);
  });

  test('hear of a backup that never started', () => {
    expect(rules('production')[0].detail.state).toContain('EXPIRED');
  });

  test('hear of their own jobs only', () => {
    expect(rules('production').every((pattern) => pattern.detail.iamRoleArn.length === 1)).toBe(true);
  });
});

describe.each([
  ['production', 'recovery'],
  ['production', 'recovery-region'],
  ['starter', 'recovery'],
  ['recovery', 'recovery'],
])('the exports bucket of %s, stack %s', (environment, noun) => {
  const bucket = byId(environment, noun, 'S3::Bucket', /^ExportsBucket/);

  test('is private', () => {
    expect(Object.values(bucket.properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
  });

  test('is encrypted by a key of ours', () => {
    const [{ ServerSideEncryptionByDefault }] =
      bucket.properties.BucketEncryption.ServerSideEncryptionConfiguration;
    expect(ServerSideEncryptionByDefault.SSEAlgorithm).toBe('aws:kms');
  });

  test('refuses requests without TLS', () => {
    const policy = byId(environment, noun, 'S3::BucketPolicy', /^ExportsBucket/).properties.PolicyDocument;
    expect(policy.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test('forgets exports after 30 days', () => {
    expect(bucket.properties.LifecycleConfiguration.Rules[0].ExpirationInDays).toBe(30);
  });

  test('forgets deleted exports a week later', () => {
    const [{ NoncurrentVersionExpiration }] = bucket.properties.LifecycleConfiguration.Rules;
    expect(NoncurrentVersionExpiration.NoncurrentDays).toBe(7);
  });

  test('outlives its stack', () => {
    expect(bucket.resource.DeletionPolicy).toBe('RetainExceptOnCreate');
  });
});

describe('replication of exports', () => {
  const bucket = byId('production', 'recovery', 'S3::Bucket', /^ExportsBucket/).properties;
  const [rule] = bucket.ReplicationConfiguration.Rules;

  test('goes to the bucket in the recovery region', () => {
    const replica = byId('production', 'recovery-region', 'S3::Bucket', /^ExportsBucket/).properties;
    const [, parts] = rule.Destination.Bucket['Fn::Join'];
    expect([parts[0].replace('arn:aws:s3:::', ''), ...parts.slice(1)]).toEqual(
      replica.BucketName['Fn::Join'][1],
    );
  });

  test('takes deletions along, so that an erased tenant is erased there too', () => {
    expect(rule.DeleteMarkerReplication.Status).toBe('Enabled');
  });

  test('takes encrypted objects along', () => {
    expect(rule.SourceSelectionCriteria.SseKmsEncryptedObjects.Status).toBe('Enabled');
  });
});

describe('the recovery region', () => {
  test('has no stack where regional copies are off', () => {
    expect(stackNouns('starter')).not.toContain('recovery-region');
  });

  test('has replicas of both keys', () => {
    const primaries = all('production', 'recovery-region', 'KMS::ReplicaKey').map(
      ({ properties }) => properties.PrimaryKeyArn['Fn::GetStackOutput'].OutputName,
    );
    expect(primaries).toEqual([expect.stringContaining('DataKey'), expect.stringContaining('TenantKey')]);
  });

  test('keeps its replica keys', () => {
    const policies = all('production', 'recovery-region', 'KMS::ReplicaKey').map(
      ({ resource }) => resource.DeletionPolicy,
    );
    expect(policies).toEqual(['RetainExceptOnCreate', 'RetainExceptOnCreate']);
  });

  test('hands over what a recovery looks up', () => {
    const names = all('production', 'recovery-region', 'SSM::Parameter').map(
      ({ properties }) => properties.Name,
    );
    expect(names).toEqual([
      '/production/hand-over/data-key-arn',
      '/production/hand-over/tenant-key-arn',
      '/production/hand-over/hosted-zone-id',
    ]);
  });

  test('refers to keys and edge alone', () => {
    const text = JSON.stringify(stackTemplate('production', 'recovery-region'));
    const referred = new Set(
      [...text.matchAll(/"StackName":"production-([a-z-]+)"/g)].map((match) => match[1]),
    );
    expect([...referred].sort()).toEqual(['edge', 'keys']);
  });

  test('looks at the replicated backups every five minutes', () => {
    expect(only('production', 'recovery-region', 'Events::Rule').properties.ScheduleExpression).toBe(
      'rate(5 minutes)',
    );
  });

  test('pages when they are more than 15 minutes old, or when nobody knows', () => {
    const alarm = byId('production', 'recovery-region', 'CloudWatch::Alarm', /regionalbackupsbehind/);
    expect(alarm.properties).toMatchObject({
      Threshold: 15,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  test('has a topic of its own for that', () => {
    const { id } = only('production', 'recovery-region', 'SNS::Topic');
    const alarm = byId('production', 'recovery-region', 'CloudWatch::Alarm', /regionalbackupsbehind/);
    expect(alarm.properties.AlarmActions).toEqual([{ Ref: id }]);
  });
});
