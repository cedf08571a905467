import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabaseError, escapeIdentifier, type PoolClient } from 'pg';
import type { Migration } from '../database/migration';
import { type AppliedMigration, migrationChecksum, pendingMigrations } from './migrate-list';
import { inTransaction } from './migrator-database';

/**
 * How long a migration waits for a table that is in use before it lets go and tries again: what waits for an exclusive
 * lock holds up every query that comes after it.
 */
const lockTimeoutMs = 2_000;
const lockAttempts = 6;
const lockNotAvailable = '55P03';

/** Any number, the same in every process, that no other use of advisory locks in this database has. */
const migrationLockClass = 7_241_505;

export interface MigrateSchemaOptions {
  readonly schema: string;
  /** A list that `checkMigrations` and `releasedMigrations` let pass. */
  readonly migrations: readonly Migration[];
  /** A tenant's role, which has rights on all tables to come but must not touch the record of the migrations. */
  readonly role?: string;
}

/**
 * Applies what a schema lacks, and answers its version: how many migrations it has. Each runs in a transaction of its
 * own with the row that says so, so a kill loses nothing and repeats nothing; two that run at one time take turns.
 * @throws TenancyError `conflict` (see `pendingMigrations`), or the error of a migration, with its id in front.
 */
export async function migrateSchema(client: PoolClient, options: MigrateSchemaOptions): Promise<number> {
  const { schema, migrations } = options;
  if (!(await hasTable(client, schema))) await makeTable(client, options);
  const applied = await appliedMigrations(client, schema);
  const pending = pendingMigrations(migrations, applied);
  for (const migration of pending) await applyPatiently(client, schema, migration);
  return applied.length + pending.length;
}

/** What a schema has; nothing when it, or its table `schema_migrations`, is not there. */
export async function appliedMigrations(
  client: PoolClient,
  schema: string,
): Promise<readonly AppliedMigration[]> {
  if (!(await hasTable(client, schema))) return [];
  const { rows } = await client.query<AppliedMigration>(
    `SELECT id, checksum FROM ${escapeIdentifier(schema)}.schema_migrations ORDER BY applied_at, id`,
  );
  return rows;
}

async function hasTable(client: PoolClient, schema: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'schema_migrations'`,
    [schema],
  );
  return rowCount === 1;
}

async function makeTable(client: PoolClient, { schema, role }: MigrateSchemaOptions): Promise<void> {
  await alone(client, schema, async () => {
    await client.query(
      `CREATE TABLE IF NOT EXISTS schema_migrations (
         id text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())`,
    );
    if (role) await client.query(`REVOKE ALL ON schema_migrations FROM ${escapeIdentifier(role)}`);
  });
}

async function applyPatiently(client: PoolClient, schema: string, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await alone(client, schema, () => apply(client, migration));
      return;
    } catch (error) {
      const { code, message } = error as DatabaseError;
      if (code !== lockNotAvailable || attempt === lockAttempts) {
        throw Object.assign(new Error(`${migration.id}: ${message}`, { cause: error }), { code });
      }
      await sleep(attempt * 250 * (0.5 + Math.random()));
    }
  }
}

async function apply(client: PoolClient, migration: Migration): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM schema_migrations WHERE id = $1', [migration.id]);
  // Another process was faster.
  if (rowCount) return;
  await client.query(migration.sql);
  await client.query('INSERT INTO schema_migrations (id, checksum) VALUES ($1, $2)', [
    migration.id,
    migrationChecksum(migration),
  ]);
}

/** A transaction in `schema` that no other process' migration of it runs beside. */
function alone(client: PoolClient, schema: string, work: () => Promise<unknown>): Promise<unknown> {
  return inTransaction(client, async () => {
    await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [migrationLockClass, schema]);
    await client.query(`SELECT set_config('search_path', $1, true), set_config('lock_timeout', $2, true)`, [
      escapeIdentifier(schema),
      `${lockTimeoutMs}ms`,
    ]);
    return work();
  });
}
