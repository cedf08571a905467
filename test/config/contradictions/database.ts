import { type Contradiction, inProduction, inRecovery } from './contradiction';

export const databaseContradictions: readonly Contradiction[] = [
  inProduction('IOPS under 400 GiB', (d) => (d.database.iops = 3000), ['database.iops']),
  inProduction('throughput under 400 GiB', (d) => (d.database.throughputMibps = 125), [
    'database.throughputMibps',
  ]),
  inProduction(
    'too few IOPS from 400 GiB',
    (d) => Object.assign(d.database, { storageGib: 400, iops: 11_999 }),
    ['database.iops'],
  ),
  inProduction('too many IOPS', (d) => Object.assign(d.database, { storageGib: 400, iops: 64_001 }), [
    'database.iops',
  ]),
  inProduction(
    'too little throughput from 400 GiB',
    (d) => Object.assign(d.database, { storageGib: 400, throughputMibps: 499 }),
    ['database.throughputMibps'],
  ),
  inProduction(
    'more throughput than the IOPS carry',
    (d) => Object.assign(d.database, { storageGib: 400, throughputMibps: 3001 }),
    ['database.throughputMibps'],
  ),
  inProduction('storage without room to grow', (d) => (d.database.maxStorageGib = 219), [
    'database.maxStorageGib',
  ]),
  inProduction(
    'a snapshot of another region',
    (d) =>
      (d.database.from = {
        kind: 'snapshot',
        snapshotArn: 'arn:aws:rds:us-west-2:123456789012:snapshot:before-launch',
      }),
    ['database.from.snapshotArn'],
  ),
  inRecovery(
    'a restore to tomorrow',
    (d) => (d.database.from = { kind: 'regionalReplica', restoreTime: '2026-11-24T08:00:00Z' }),
    ['database.from.restoreTime'],
  ),
  inRecovery(
    'a restore to 36 days ago',
    (d) => (d.database.from = { kind: 'regionalReplica', restoreTime: '2026-10-18T08:00:00Z' }),
    ['database.from.restoreTime'],
  ),
  inProduction('a password that changes before nodes do', (d) => (d.database.credentialRotationDays = 14), [
    'database.credentialRotationDays',
  ]),
  inProduction(
    'a cache password that changes before nodes do',
    (d) => (d.cache.credentialRotationDays = 14),
    ['cache.credentialRotationDays'],
  ),
  inProduction('queues without failover', (d) => (d.cache.queues.replicas = 0), ['cache.queues.replicas']),
];
