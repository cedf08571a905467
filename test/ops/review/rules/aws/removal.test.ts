import { ofResource, ofResources, thing } from '../verdict-of';

const instance = 'AWS::RDS::DBInstance';

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
