import {
  paginateDescribeCacheEngineVersions,
  paginateDescribeReservedCacheNodesOfferings,
} from '@aws-sdk/client-elasticache';
import type { Answer, Check } from '../check';
import type { Subject } from '../subject';

const engine = 'valkey';

/** ElastiCache has the version of Valkey, and the node types. */
export const cacheOffered: Check = {
  name: 'cache nodes and engine',
  questions: (subject) => [
    () => engineFaults(subject),
    ...nodeTypesOf(subject).map((nodeType) => () => nodeFaults(subject, nodeType)),
  ],
};

function nodeTypesOf({ environment: { cache } }: Subject): string[] {
  const groups = [cache.queues, ...(cache.volatile.kind === 'ownGroup' ? [cache.volatile.group] : [])];
  return [...new Set(groups.map(({ nodeType }) => `cache.${nodeType}`))];
}

async function engineFaults({ aws, region, environment }: Subject): Promise<Answer> {
  const wanted = environment.cache.engineVersion;
  const offered: (string | undefined)[] = [];
  const pages = paginateDescribeCacheEngineVersions(
    { client: aws.of('elasticache', region) },
    { Engine: engine },
  );
  for await (const { CacheEngineVersions = [] } of pages) {
    offered.push(...CacheEngineVersions.map(({ EngineVersion }) => EngineVersion));
  }
  // ElastiCache names a version as 8.0, and a patch level of it as 8.0.1.
  return offered.some((version) => version === wanted || version?.startsWith(`${wanted}.`))
    ? []
    : [
        {
          severity: 'fails',
          what: `ElastiCache does not offer Valkey ${wanted} in ${region}; it offers ${offered.join(', ') || 'none'}`,
          why: 'the cache stack stops at the replication group',
          command: `aws elasticache describe-cache-engine-versions --region ${region} --engine ${engine}   # then cache.engineVersion in config/environments/${environment.name}.ts`,
        },
      ];
}

/** No call of ElastiCache lists a region's node types; what it reserves there, it has there. Hence only a warning. */
async function nodeFaults({ aws, region, environment }: Subject, nodeType: string): Promise<Answer> {
  const pages = paginateDescribeReservedCacheNodesOfferings(
    { client: aws.of('elasticache', region) },
    { CacheNodeType: nodeType },
  );
  for await (const { ReservedCacheNodesOfferings = [] } of pages) {
    if (ReservedCacheNodesOfferings.length > 0) return [];
  }
  return [
    {
      severity: 'warns',
      what: `ElastiCache reserves no ${nodeType} in ${region}, so it may not have any`,
      why: 'the cache stack would stop at the replication group',
      command: `aws elasticache describe-reserved-cache-nodes-offerings --region ${region}   # then cache in config/environments/${environment.name}.ts`,
    },
  ];
}
