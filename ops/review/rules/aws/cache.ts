import type { Assessment } from '../../change';
import { at, isTrue, listAt, missingFrom, numberOf, textAt } from '../reading/values';
import type { AwsRule } from '../rule';
import { lowered, type Setting, settingsRule, switchedOff } from './setting';

const type = 'AWS::ElastiCache::ReplicationGroup';

export const cacheSettings: readonly Setting[] = [
  ...['AutomaticFailoverEnabled', 'MultiAZEnabled'].map((property): Setting => ({
    type,
    path: [property],
    worse: switchedOff,
    risk: 'downtime',
    why: 'With the next lost node or zone the queues stop until somebody has made a new one, where a replica takes over within a minute.',
  })),
  {
    type,
    path: ['NumCacheClusters'],
    worse: lowered(1),
    risk: 'capacity',
    why: (before, after) => `${after} nodes instead of ${before}: fewer can be lost.`,
  },
];

/**
 * With a replica ElastiCache builds the nodes anew beside the old ones and fails over, seconds of refused writes;
 * without one the only node is away.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/redis-cluster-vertical-scaling.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.HowTo.html
 */
const renewals: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== type) return [];
  const renewed = ['CacheNodeType', 'EngineVersion', 'Engine', 'CacheParameterGroupName'].filter(
    (property) => textAt(before.body, 'Properties', property) !== textAt(after.body, 'Properties', property),
  );
  const hasReplica =
    isTrue(at(before.body, 'Properties', 'AutomaticFailoverEnabled')) &&
    (numberOf(at(before.body, 'Properties', 'NumCacheClusters')) ?? 1) > 1;
  return renewed.map((property): Assessment => {
    const change = `${property} becomes ${textAt(after.body, 'Properties', property)}`;
    return hasReplica
      ? {
          risk: 'restart',
          why: `${change}: the nodes are renewed one after the other, and clients connect again within seconds.`,
        }
      : {
          risk: 'downtime',
          why: `${change}: the only node is renewed, and the queues stand still for minutes.`,
          instead: 'Add a replica with failover first.',
        };
  });
};

/** Users that clients log in as. */
const users: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== 'AWS::ElastiCache::UserGroup') return [];
  const [old, now] = [before, after].map(({ body }) => listAt(body, 'Properties', 'UserIds'));
  const [added, gone] = [missingFrom(now ?? [], old ?? []), missingFrom(old ?? [], now ?? [])];
  return [
    ...(added.length > 0
      ? [{ risk: 'exposure' as const, why: `${added.join(', ')} may log in to the cache too.` }]
      : []),
    ...(gone.length > 0
      ? [
          {
            risk: 'downtime' as const,
            why: `Clients that log in to the cache as ${gone.join(', ')} are refused.`,
          },
        ]
      : []),
  ];
};

/** What a running cache does when its settings change. */
export const cache: AwsRule = (change, world) => [
  ...settingsRule(cacheSettings)(change, world),
  ...renewals(change, world),
  ...users(change, world),
];
