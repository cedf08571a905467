import { type PlatformTable, platformTables } from '../bundle/platform-rows';
import type { MigratorDatabase } from '../migrator-database';
import type { Certificate, Removal } from './certificate';
import { databaseTraces, type DatabaseTraces } from './database-traces';
import { type ErasedTenant, isPresent, type TenantStores } from './tenant-store';

/** What there is of a tenant, everywhere. */
export interface Counts {
  readonly database: DatabaseTraces;
  /** Things in each store; null: it is absent, or cannot tell. */
  readonly stores: Readonly<Record<keyof TenantStores, number | null>>;
}

const storeNames: Record<keyof TenantStores, string> = {
  workflows: 'Temporal workflows',
  queue: 'jobs in queues',
  redis: 'keys and events in the Redis of queues and sessions',
  volatileRedis: 'keys in the Redis of caches and limits',
  files: 'files in object storage',
  logs: 'log lines',
};
const keys = Object.keys(storeNames) as (keyof TenantStores)[];

export async function countTenant(
  database: MigratorDatabase,
  stores: TenantStores,
  tenant: ErasedTenant & { readonly schema: string },
): Promise<Counts> {
  const counts: Partial<Record<keyof TenantStores, number | null>> = {};
  for (const name of keys) {
    const store = stores[name];
    counts[name] = isPresent(store) ? await store.count(tenant) : null;
  }
  return { database: await databaseTraces(database, tenant), stores: counts as Counts['stores'] };
}

/** Names of what an erased tenant must not have any more. */
export function leftovers({ database, stores }: Counts): string[] {
  return [
    ...(database.tables ? ['its schema'] : []),
    ...database.otherSchemas,
    ...(database.hasRole ? ['its role'] : []),
    ...removedTables.filter((table) => (database.rows[table] ?? 0) > 0).map((table) => `rows of ${table}`),
    ...keys.filter((name) => (stores[name] ?? 0) > 0).map((name) => storeNames[name]),
  ];
}

export function removalsOf(
  before: Counts,
  after: Counts,
  stores: TenantStores,
  remarks: Readonly<Record<string, string>>,
): Removal[] {
  const removed = (what: string, from: number, to: number): Removal => ({
    what,
    before: from,
    after: to,
    outcome: 'removed',
  });
  return [
    removed('tables', before.database.tables?.length ?? 0, after.database.tables?.length ?? 0),
    removed("rows of the tenant's own tables", rowsOf(before), rowsOf(after)),
    removed(
      'schemas kept after a restore',
      before.database.otherSchemas.length,
      after.database.otherSchemas.length,
    ),
    removed('database role', Number(before.database.hasRole), Number(after.database.hasRole)),
    ...removedTables.map((table) =>
      removed(`rows of ${table}`, before.database.rows[table] ?? 0, after.database.rows[table] ?? 0),
    ),
    ...keys.map((name) => removalFrom(name, before, after, stores, remarks[name])),
  ];
}

function removalFrom(
  name: keyof TenantStores,
  before: Counts,
  after: Counts,
  stores: TenantStores,
  remark: string | undefined,
): Removal {
  const store = stores[name];
  const counts = { what: storeNames[name], before: before.stores[name], after: after.stores[name] };
  if (!isPresent(store)) return { ...counts, outcome: 'not done', remark: store.absent };
  const outcome = counts.after === null ? 'requested' : 'removed';
  return { ...counts, outcome, ...(remark && { remark }) };
}

/** Rows of the platform that stay, and why. */
export const keptOf = ({ database }: Counts): Certificate['kept'] =>
  (Object.keys(platformTables) as PlatformTable[])
    .filter((table) => platformTables[table].atErasure !== 'removed' && database.rows[table] !== undefined)
    .map((table) => ({
      what: platformTables[table].atErasure === 'anonymised' ? `${table}, anonymised` : table,
      rows: database.rows[table] ?? 0,
      because: platformTables[table].because,
    }));

const removedTables = (Object.keys(platformTables) as PlatformTable[]).filter(
  (table) => platformTables[table].atErasure === 'removed',
);

const rowsOf = ({ database }: Counts): number =>
  database.tables?.reduce((sum, { rows }) => sum + rows, 0) ?? 0;
