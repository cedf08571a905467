import type { PoolClient } from 'pg';
import type { Migration } from '../database/migration';
import { platformMigrations } from '../schema/platform-migrations';
import { checkMigrations, releasedMigrations } from './migrate-list';
import { appliedMigrations, migrateSchema } from './migrate-schema';
import type { MigratorDatabase } from './migrator-database';

export interface MigrateOptions {
  /**
   * Whether contract migrations run, now and from now on: only once no earlier version of the application runs any
   * more. Default false.
   */
  readonly contract?: boolean;
}

/**
 * Brings the schema `public` up to date, which everything else needs first, and answers its version. On an empty
 * database contract migrations run too, since no earlier version can be using it.
 */
export function migratePlatform(
  database: MigratorDatabase,
  { contract = false }: MigrateOptions = {},
  migrations: readonly Migration[] = platformMigrations,
): Promise<number> {
  checkMigrations(migrations);
  return database.session(async (client) => {
    const isNew = (await appliedMigrations(client, 'public')).length === 0;
    const released = new Set(contract || isNew ? contractsOf(migrations) : await releasedContracts(client));
    const version = await migrateSchema(client, {
      schema: 'public',
      migrations: releasedMigrations(migrations, released),
    });
    await releaseContracts(client, [...released]);
    return version;
  });
}

/** Ids of the contract migrations that may run. */
export async function releasedContracts(client: PoolClient): Promise<ReadonlySet<string>> {
  const { rows: tables } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('public.released_contracts') IS NOT NULL AS exists`,
  );
  if (!tables[0]?.exists) return new Set();
  const { rows } = await client.query<{ migration_id: string }>(
    'SELECT migration_id FROM public.released_contracts',
  );
  return new Set(rows.map(({ migration_id }) => migration_id));
}

/** Lets contract migrations run, for good: on the whole fleet and on tenants yet to be made. */
export async function releaseContracts(client: PoolClient, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    'INSERT INTO public.released_contracts (migration_id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING',
    [ids],
  );
}

export const contractsOf = (migrations: readonly Migration[]): readonly string[] =>
  migrations.filter(({ phase }) => phase === 'contract').map(({ id }) => id);
