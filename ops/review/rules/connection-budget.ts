import type { Assessment, Side } from '../change';
import { instanceMemoryGib } from './reading/instance-memory';
import { containersOf, podCounts, podTemplateOf } from './reading/pods';
import { at, listAt, numberOf, objectAt, textAt, textOf } from './reading/values';
import type { World } from './rule';

/** Bytes of memory to a connection, and the most of them, in RDS's default of `max_connections`. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections */
const rdsDefault = { bytesEach: 9_531_392, most: 5000 } as const;

/** RDS keeps about a tenth of the memory for itself before it counts; three connections are the superuser's. */
const usable = { share: 0.9, reserved: 3 } as const;

interface Budget {
  /** Connections that the database takes; null: nobody can tell. */
  readonly limit: number | null;
  /** Connections that poolers and Temporal may open together at their most pods. */
  readonly demand: number;
}

/** Connections that may be opened beyond those that the database takes, where they were enough before. */
export function connectionBudget({ before, after }: World): readonly Assessment[] {
  const [old, now] = [budgetOf(before), budgetOf(after)];
  if (now.limit === null || now.demand <= now.limit) return [];
  const isNews =
    old.limit === null || old.demand <= old.limit || now.demand - now.limit > old.demand - old.limit;
  return isNews
    ? [
        {
          risk: 'capacity',
          why: `Poolers and Temporal may open ${now.demand} connections, and the database takes ${now.limit}: beyond them clients are refused.`,
          instead: 'Lower the pools’ sizes, or take a larger class first.',
        },
      ]
    : [];
}

const budgetOf = (side: Side): Budget => ({ limit: limitOf(side), demand: demandOf(side) });

function limitOf({ resources }: Side): number | null {
  const instance = resources.find(
    ({ type, body }) =>
      type === 'AWS::RDS::DBInstance' && at(body, 'Properties', 'SourceDBInstanceIdentifier') === undefined,
  );
  const set = resources
    .filter(({ type }) => type === 'AWS::RDS::DBParameterGroup')
    .map(({ body }) => numberOf(at(body, 'Properties', 'Parameters', 'max_connections')))
    .find((value) => value !== null);
  if (set !== undefined && set !== null) return set - usable.reserved;
  const gib = instance ? instanceMemoryGib(textAt(instance.body, 'Properties', 'DBInstanceClass')) : null;
  if (gib === null) return null;
  const bytes = gib * 1024 ** 3 * usable.share;
  return Math.floor(Math.min(bytes / rdsDefault.bytesEach, rdsDefault.most)) - usable.reserved;
}

/** Of each workload: its most pods, times what the settings that it reads let one pod open. */
function demandOf(side: Side): number {
  return side.objects
    .filter((object) => podTemplateOf(object) !== null && object.kind !== 'Job')
    .reduce((sum, workload) => {
      const template = podTemplateOf(workload);
      const mounted = textOf(at(template, 'spec', 'volumes'));
      const settings = side.objects
        .filter(
          ({ kind, namespace, name }) =>
            kind === 'ConfigMap' && namespace === workload.namespace && mounted.includes(`name:${name}`),
        )
        .flatMap(({ body }) => Object.values(objectAt(body, 'data')).map(textOf));
      const variables = containersOf(template ?? undefined)
        .flatMap((container) => listAt(container, 'env'))
        .map((variable) => `${textAt(variable, 'name')}=${textAt(variable, 'value')}`);
      const each = Math.max(0, ...settings.map(opensEach), opensEach(variables.join('\n')));
      return sum + each * podCounts(workload, side).max;
    }, 0);
}

/** PgBouncer: `max_db_connections`, else the sum of its pools; Temporal: `maxConns` of each store. */
function opensEach(text: string): number {
  const figures = (pattern: RegExp): number[] =>
    [...text.matchAll(pattern)].map(([, count]) => Number(count));
  const capped = figures(/^\s*(?:PGBOUNCER_)?max_db_connections\s*=\s*(\d+)/gim);
  if (capped.length > 0) {
    const databases = figures(/^\s*[\w*"-]+\s*=\s*.*\bhost=\S+()/gm).length;
    return (capped[0] ?? 0) * Math.max(1, databases);
  }
  const pools = [
    ...figures(/^\s*(?:PGBOUNCER_)?default_pool_size\s*=\s*(\d+)/gim),
    ...figures(/^\s*(?:PGBOUNCER_)?reserve_pool_size\s*=\s*(\d+)/gim),
  ];
  const stores = figures(/\b(?:maxConns|SQL_MAX_CONNS)["']?\s*[:=]\s*["']?(\d+)/g);
  return [...pools, ...stores].reduce((sum, count) => sum + count, 0);
}
