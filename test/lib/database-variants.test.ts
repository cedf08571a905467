import { instanceClassOf } from '../../config/database-class';
import { type Json, resourcesOfType } from '../support/synthesized';
import { databaseWith, primaryOf } from './database-scratch';

const snapshotArn = 'arn:aws:rds:us-east-1:123456789012:snapshot:before';
const restored = {
  snapshot: { kind: 'snapshot', snapshotArn },
  pointInTime: {
    kind: 'pointInTime',
    sourceInstanceIdentifier: 'production-database',
    restoreTime: 'latest',
  },
  regionalReplica: { kind: 'regionalReplica', restoreTime: '2026-11-23T10:00:00Z' },
} as const;

describe.each(Object.keys(restored) as (keyof typeof restored)[])('from %s', (kind) => {
  const instance = primaryOf(databaseWith({ from: restored[kind] }));

  test('the logical id is that of a new instance', () => {
    expect(instance.id).toBe('InstanceC1063A87');
  });
  test('the name is not that of a new instance', () => {
    expect(instance.properties.DBInstanceIdentifier).toMatch(/^production-database-[0-9a-f]{8}$/);
  });
  test.each(['MasterUsername', 'StorageEncrypted', 'KmsKeyId', 'DBName'])(
    'RDS is not given %s',
    (property) => {
      expect(instance.properties).not.toHaveProperty(property);
    },
  );
  test('RDS keeps the master password', () => {
    expect(instance.properties.ManageMasterUserPassword).toBe(true);
  });
});

test('a new instance names its master user and its key', () => {
  expect(primaryOf(databaseWith({ from: { kind: 'new' } })).properties).toMatchObject({
    DBInstanceIdentifier: 'production-database',
    MasterUsername: 'platform_master',
    StorageEncrypted: true,
    KmsKeyId: expect.anything(),
  });
});
test('a snapshot is named by its ARN', () => {
  expect(primaryOf(databaseWith({ from: restored.snapshot })).properties.DBSnapshotIdentifier).toBe(
    snapshotArn,
  );
});
test('a point in time is the source’s latest', () => {
  expect(primaryOf(databaseWith({ from: restored.pointInTime })).properties).toMatchObject({
    SourceDBInstanceIdentifier: 'production-database',
    UseLatestRestorableTime: true,
  });
});

describe('the regional replica', () => {
  const template = databaseWith({ from: restored.regionalReplica });
  const parameter =
    template.Parameters[Object.keys(template.Parameters).find((id) => id.includes('AutomatedBackupsArn'))!];

  test('is restored to the time', () => {
    expect(primaryOf(template).properties.RestoreTime).toBe('2026-11-23T10:00:00Z');
  });
  test('is a parameter without a default', () => {
    expect(parameter).not.toHaveProperty('Default');
  });
  test('is of the stack’s own region', () => {
    const pattern = new RegExp(parameter.AllowedPattern);
    const arn = (region: string): string => `arn:aws:rds:${region}:123456789012:auto-backup:ab-l2ijcexample`;
    expect([arn('us-east-1'), arn('us-west-2')].map((text) => pattern.test(text))).toEqual([true, false]);
  });
});

describe('storage from 400 GiB', () => {
  const sized = (settings: object): Json =>
    primaryOf(databaseWith({ storageGib: 400, ...settings })).properties;

  test('takes IOPS and throughput', () => {
    expect(sized({ iops: 16_000, throughputMibps: 750 })).toMatchObject({
      Iops: 16_000,
      StorageThroughput: 750,
    });
  });
  test('has what gp3 includes when none is given', () => {
    expect(sized({})).not.toHaveProperty('Iops');
  });
  test('that does not grow is reported with a fifth left', () => {
    const template = databaseWith({ storageGib: 400, maxStorageGib: 400 });
    const alarm = resourcesOfType(template, 'AWS::CloudWatch::Alarm').find(
      ({ properties }) => properties.MetricName === 'FreeStorageSpace',
    );
    expect(alarm!.properties.Threshold).toBe(80 * 1024 ** 3);
  });
});

describe('two read replicas', () => {
  const template = databaseWith({ readReplicas: 2 });
  const replicas = resourcesOfType(template, 'AWS::RDS::DBInstance').filter(
    ({ properties }) => properties.SourceDBInstanceIdentifier,
  );

  test('are named after their source', () => {
    expect(replicas.map(({ properties }) => properties.DBInstanceIdentifier)).toEqual([
      'production-database-reader-1',
      'production-database-reader-2',
    ]);
  });
  test('have the class of their source', () => {
    expect(replicas.map(({ properties }) => properties.DBInstanceClass)).toEqual(
      Array(2).fill('db.m7g.xlarge'),
    );
  });
  test('are not given what they inherit', () => {
    const inherited = [
      'BackupRetentionPeriod',
      'MasterUsername',
      'KmsKeyId',
      'StorageEncrypted',
      'EngineVersion',
    ];
    expect(inherited.filter((property) => property in replicas[0]!.properties)).toEqual([]);
  });
  test('go with their stack', () => {
    expect(replicas.map(({ resource }) => resource.DeletionPolicy)).toEqual(['Delete', 'Delete']);
  });
  test('each have alarms of their own name', () => {
    const names = resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(
      ({ properties }) => properties.AlarmName,
    );
    expect(names.filter((name) => name.endsWith('-database-replica-lag-high'))).toEqual([
      'production-reader-1-database-replica-lag-high',
      'production-reader-2-database-replica-lag-high',
    ]);
  });
  test('no two alarms have one name', () => {
    const names = resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(
      ({ properties }) => properties.AlarmName,
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('an instance class', () => {
  test.each([
    ['t4g.micro', 1, 112],
    ['t4g.medium', 4, 450],
    ['m7g.xlarge', 16, 1802],
    ['r7g.2xlarge', 64, 5000],
  ])('%s has %i GiB and %i connections', (name, gib, maxConnections) => {
    expect(instanceClassOf(name)).toMatchObject({ memoryBytes: gib * 1024 ** 3, maxConnections });
  });
  test('without a known memory is refused with the classes that are known', () => {
    expect(() => instanceClassOf('x2iedn.xlarge')).toThrow(
      'environment: database.instanceClass: got x2iedn.xlarge; allowed: a t, m or r class',
    );
  });
});
