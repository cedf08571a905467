import type { JsonObject } from '../../../../../ops/review/change';
import { dangers, ofResource } from '../verdict-of';

describe('encryption and records', () => {
  const trail = 'AWS::CloudTrail::Trail';
  const user = (AccessString: string): JsonObject => ({
    UserId: 'u',
    UserName: 'u',
    Engine: 'valkey',
    AccessString,
  });
  const logs = (...types: string[]): JsonObject => ({
    Logging: { ClusterLogging: { EnabledTypes: types.map((Type) => ({ Type })) } },
  });
  const kms = {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
    },
  };
  const aes = {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
  };
  dangers([
    [
      'TLS of the cache optional',
      'AWS::ElastiCache::ReplicationGroup',
      { TransitEncryptionMode: 'required' },
      { TransitEncryptionMode: 'preferred' },
      'exposure',
    ],
    ['key of S3 instead of ours', 'AWS::S3::Bucket', kms, aes, 'exposure'],
    ['logs without our key', 'AWS::Logs::LogGroup', { KmsKeyId: 'k' }, {}, 'exposure'],
    [
      'key never renewed',
      'AWS::KMS::Key',
      { EnableKeyRotation: true },
      { EnableKeyRotation: false },
      'exposure',
    ],
    ['key off', 'AWS::KMS::Key', {}, { Enabled: false }, 'downtime'],
    [
      'passwords that live longer',
      'AWS::SecretsManager::RotationSchedule',
      { RotationRules: { AutomaticallyAfterDays: 30 } },
      { RotationRules: { AutomaticallyAfterDays: 365 } },
      'exposure',
    ],
    ['trail off', trail, { IsLogging: true }, { IsLogging: false }, 'exposure'],
    ['trail of one region', trail, { IsMultiRegionTrail: true }, { IsMultiRegionTrail: false }, 'exposure'],
    [
      'trail of writes alone',
      trail,
      { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] },
      { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' }] },
      'exposure',
    ],
    [
      'access log of a bucket off',
      'AWS::S3::Bucket',
      { LoggingConfiguration: { DestinationBucketName: 'l' } },
      {},
      'exposure',
    ],
    ['audit log of the cluster off', 'AWS::EKS::Cluster', logs('api', 'audit'), logs('api'), 'exposure'],
    [
      'alarm that tells nobody',
      'AWS::CloudWatch::Alarm',
      { AlarmActions: ['topic'] },
      { AlarmActions: [] },
      'capacity',
    ],
    ['rule disabled', 'AWS::Events::Rule', { State: 'ENABLED' }, { State: 'DISABLED' }, 'capacity'],
    [
      'flow log of refusals alone',
      'AWS::EC2::FlowLog',
      { TrafficType: 'ALL' },
      { TrafficType: 'REJECT' },
      'exposure',
      'restart',
    ],
    [
      'more commands of the cache',
      'AWS::ElastiCache::User',
      user('on ~* -@all +@read'),
      user('on ~* -@all +@read +@admin'),
      'exposure',
      'downtime',
    ],
  ]);

  test.each([
    ['a password', { Environment: { Variables: { API_PASSWORD: 'hunter2hunter2' } } }, 'exposure'],
    ['a key of AWS', { Environment: { Variables: { NOTE: 'AKIAABCDEFGHIJKLMNOP' } } }, 'exposure'],
    [
      'a login in a URL',
      { Environment: { Variables: { STORE: 'postgres://app:hunter2@db/app' } } },
      'exposure',
    ],
    [
      'a reference to a secret',
      { Environment: { Variables: { API_PASSWORD: '{{resolve:secretsmanager:x}}' } } },
      'safe',
    ],
    [
      'a reference to a resource',
      { Environment: { Variables: { API_PASSWORD: { Ref: 'Parameter' } } } },
      'safe',
    ],
    [
      'the name of a key',
      { Environment: { Variables: { TENANT_KEY_ARN: 'arn:aws:kms:us-east-1:1:key/a' } } },
      'safe',
    ],
    ['a host', { Environment: { Variables: { CACHE_HOST: 'cache.internal' } } }, 'safe'],
  ])('a function whose variables hold %s', (_, after, risk) => {
    expect(ofResource('AWS::Lambda::Function', { Environment: { Variables: {} } }, after)).toBe(risk);
  });
});
