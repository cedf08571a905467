import type { Assessment, Side } from '../change';
import { instanceMemoryGib } from './reading/instance-memory';
import { containersOf, namesIn, podCounts, podTemplateOf } from './reading/pods';
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
      const template = podTemplateOf(workload) ?? undefined;
      const mounted = namesIn(at(template, 'spec'), 'ConfigMap');
      const settings = side.objects
        .filter(
          ({ kind, namespace, name }) =>
            kind === 'ConfigMap' && namespace === workload.namespace && mounted.includes(name),
        )
        .flatMap(({ body }) => Object.values(objectAt(body, 'data')).map(textOf));
      const variables = containersOf(template)
        .flatMap((container) => listAt(container, 'env'))
        .map((variable) => `${textAt(variable, 'name')}=${textAt(variable, 'value')}`);
      const each = Math.max(0, ...settings.map(opensEach), opensEach(variables.join('\n')));
      return sum + each * podCounts(workload, side).max;
    }, 0);
}

const opensEach = (text: string): number => poolerOpens(text) + temporalOpens(text);

/** Temporal: `maxConns` of each store. */
const temporalOpens = (text: string): number =>
  [...text.matchAll(/\b(?:maxConns|SQL_MAX_CONNS)["']?\s*[:=]\s*["']?(\d+)/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );

/** A database that PgBouncer serves, and what its line says of it. */
const databaseLine = /^[ \t]*[\w*"-]+[ \t]*=[ \t]*(.*\bhost=(\S+).*)$/gm;

/**
 * PgBouncer, for one user of each database; of several servers the one that gets most, since each takes its own.
 * https://www.pgbouncer.org/config.html
 */
function poolerOpens(text: string): number {
  const general = (name: string): number | null => {
    const [, count] = new RegExp(`^\\s*(?:PGBOUNCER_)?${name}\\s*=\\s*(\\d+)`, 'im').exec(text) ?? [];
    return count === undefined ? null : Number(count);
  };
  const names = ['default_pool_size', 'max_db_connections'] as const;
  if (names.every((name) => general(name) === null)) return 0;
  const servers = new Map<string, number>();
  const databases = [...text.matchAll(databaseLine)].map(([, line = '', host = '']) => ({ line, host }));
  for (const { line, host } of databases.length > 0 ? databases : [{ line: '', host: '' }]) {
    const own = (name: string): number | null => {
      const [, count] = new RegExp(`\\b${name}=(\\d+)`).exec(line) ?? [];
      return count === undefined ? null : Number(count);
    };
    // 0 is no limit.
    const limit = own('max_db_connections') ?? general('max_db_connections') ?? 0;
    const pool = own('pool_size') ?? general('default_pool_size') ?? 20;
    const reserve = own('reserve_pool_size') ?? general('reserve_pool_size') ?? 0;
    servers.set(host, (servers.get(host) ?? 0) + (limit > 0 ? limit : pool + reserve));
  }
  return Math.max(...servers.values());
}
