import { property } from '../app-edits';
import { setting } from '../config-edits';
import type { LabelledChange } from '../labelled-change';

const group = 'production-cache/Queues/ReplicationGroup';

export const cacheChanges: readonly LabelledChange[] = [
  {
    name: 'cache nodes one size up',
    environment: 'production',
    edit: { config: setting('cache.queues.nodeType', 'm7g.xlarge') },
    expected: 'restart',
    at: group,
    why: 'ElastiCache scales online: it fails over to new nodes, a few seconds in which clients reconnect, and keeps every key. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Scaling.RedisReplGrps.ScaleUp.html',
  },
  {
    name: 'cache nodes half as large',
    environment: 'production',
    edit: { config: setting('cache.queues.nodeType', 't4g.medium') },
    expected: 'capacity',
    at: group,
    why: 'The same failover, and half the memory: with noeviction a full node refuses tasks.',
  },
  {
    name: 'another cache replica',
    environment: 'production',
    edit: { config: setting('cache.queues.replicas', 2) },
    expected: 'safe',
    why: 'A replica is added without interruption. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/increase-replica-count.html',
  },
  {
    name: 'one cache replica fewer',
    environment: 'grown',
    edit: { config: setting('cache.queues.replicas', 1) },
    expected: 'capacity',
    at: group,
    why: 'One node fewer to read from and to fail over to; what it holds the primary holds, too.',
  },
  {
    name: 'cache snapshots kept for a day',
    environment: 'production',
    edit: { config: setting('cache.queues.snapshotRetentionDays', 1) },
    expected: 'data-loss',
    at: group,
    why: 'Backups cut: snapshots beyond the limit are deleted.',
  },
  {
    name: 'cache snapshots kept for two weeks',
    environment: 'production',
    edit: { config: setting('cache.queues.snapshotRetentionDays', 14) },
    expected: 'safe',
    why: 'More snapshots are kept; nodes are not touched.',
  },
  {
    name: 'a cache of its own for what may vanish',
    environment: 'production',
    edit: {
      config: setting('cache.volatile', {
        kind: 'ownGroup',
        group: { nodeType: 't4g.small', replicas: 1, snapshotRetentionDays: 0 },
      }),
    },
    expected: 'exposure',
    at: 'production-workloads/Identities/api/Role/DefaultPolicy',
    why: 'Broader IAM: each pod’s role may now read one secret more, which is right here and has to be seen.',
  },
  {
    name: 'cache without encryption at rest',
    environment: 'production',
    edit: {
      stacks: property('production-cache', 'Queues/ReplicationGroup', 'AtRestEncryptionEnabled', false),
    },
    expected: 'data-loss',
    at: group,
    why: 'Create-only: a new group without the queues’ tasks, which is worse than the encryption that is off.',
  },
  {
    name: 'cache connections without TLS allowed',
    environment: 'production',
    edit: {
      stacks: property('production-cache', 'Queues/ReplicationGroup', 'TransitEncryptionMode', 'preferred'),
    },
    expected: 'exposure',
    at: group,
    why: '“preferred” takes clients without TLS, too. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption-enable.html',
  },
  {
    name: 'cache login that may do everything',
    environment: 'production',
    edit: { stacks: property('production-cache', 'Queues/Login/User', 'AccessString', 'on ~* &* +@all') },
    expected: 'exposure',
    at: 'production-cache/Queues/Login/User',
    why: 'A wider policy: clients may now empty, reconfigure and watch the node (FLUSHALL, CONFIG, MONITOR).',
  },
  {
    name: 'cache passwords rotated more often',
    environment: 'production',
    edit: { config: setting('cache.credentialRotationDays', 25) },
    expected: 'safe',
    frightening: true,
    why: 'RotateImmediatelyOnUpdate is false, so only the next date moves; a user holds two passwords.',
  },
];
