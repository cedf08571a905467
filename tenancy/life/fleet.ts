import { setTimeout as sleep } from 'node:timers/promises';
import type { Migration } from '../database/migration';
import { publishMigrations } from './fleet-catalog';
import { checkMigrations, releasedMigrations } from './migrate-list';
import { contractsOf, type MigrateOptions, releaseContracts, releasedContracts } from './migrate-platform';
import { type MigratedTenant, migrateTenant } from './migrate-tenant';
import type { MigratorDatabase } from './migrator-database';
import { isPassing } from './operation-errors';

export interface FleetTenant extends MigratedTenant {
  readonly slug: string;
}

export interface FleetProgress {
  readonly done: number;
  readonly tenants: number;
  readonly failed: number;
}

export interface FleetOptions extends MigrateOptions {
  readonly migrations: readonly Migration[];
  /** Tenants that are migrated at one time, each on a connection of its own. Default 8. */
  readonly parallel?: number;
  readonly onProgress?: (progress: FleetProgress) => void;
  readonly signal?: AbortSignal;
}

export interface FailedTenant {
  readonly id: string;
  readonly slug: string;
  readonly error: string;
}

/** How many tenants have a version, by version. */
export type VersionCounts = Readonly<Record<string, number>>;

export interface FleetReport {
  /** The version that every tenant should have now. */
  readonly target: number;
  readonly tenants: number;
  /** Tenants that could not be migrated; all others were. */
  readonly failed: readonly FailedTenant[];
  readonly versionsBefore: VersionCounts;
  readonly versionsAfter: VersionCounts;
}

const pauseMs = 2_000;

/**
 * Brings every tenant's schema up to date. One that fails is named in the report and stops no other. Killed or stopped,
 * it goes on where it was when it is run again: a tenant that is up to date costs one look.
 * @throws TenancyError `conflict` before any tenant is touched when the list cannot be applied as it is.
 */
export async function migrateFleet(database: MigratorDatabase, options: FleetOptions): Promise<FleetReport> {
  const { parallel = 8, onProgress, signal } = options;
  const migrations = await releasedFor(database, options);
  const tenants = await fleet(database);
  const versionsBefore = await versions(database);
  const waiting = [...tenants];
  const failed: FailedTenant[] = [];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let tenant = waiting.shift(); tenant; tenant = waiting.shift()) {
      signal?.throwIfAborted();
      const error = await migrateOne(database, tenant, migrations);
      if (error !== null) failed.push({ id: tenant.id, slug: tenant.slug, error });
      done += 1;
      onProgress?.({ done, tenants: tenants.length, failed: failed.length });
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return {
    target: migrations.length,
    tenants: tenants.length,
    failed: failed.sort((a, b) => a.slug.localeCompare(b.slug, 'en')),
    versionsBefore,
    versionsAfter: await versions(database),
  };
}

/** Where there is no tenant yet, no earlier version can be using what a contract migration removes. */
async function releasedFor(
  database: MigratorDatabase,
  { migrations, contract = false }: FleetOptions,
): Promise<readonly Migration[]> {
  checkMigrations(migrations);
  return database.session(async (client) => {
    const { rowCount } = await client.query('SELECT FROM public.tenants LIMIT 1');
    if (contract || rowCount === 0) await releaseContracts(client, contractsOf(migrations));
    const released = releasedMigrations(migrations, await releasedContracts(client));
    await publishMigrations(client, migrations);
    return released;
  });
}

/** What went wrong; null: nothing. A server that restarts meanwhile is no fault of the tenant's. */
async function migrateOne(
  database: MigratorDatabase,
  tenant: FleetTenant,
  migrations: readonly Migration[],
): Promise<string | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await database.session((client) => migrateTenant(client, tenant, migrations));
      return null;
    } catch (error) {
      if (attempt === 3 || !isPassing(error)) return error instanceof Error ? error.message : String(error);
      await sleep(pauseMs);
    }
  }
}

/** All whose schema is there and complete; one that is being made is migrated by its provisioning. */
async function fleet(database: MigratorDatabase): Promise<readonly FleetTenant[]> {
  const { rows } = await database.query<{ id: string; slug: string; role_name: string }>({
    text: `SELECT id, slug, role_name FROM public.tenants
           WHERE status NOT IN ('provisioning', 'erased') ORDER BY slug`,
  });
  return rows.map(({ id, slug, role_name }) => ({ id, slug, roleName: role_name }));
}

async function versions(database: MigratorDatabase): Promise<VersionCounts> {
  const { rows } = await database.query<{ version: number; tenants: number }>({
    text: `SELECT schema_version AS version, count(*)::int AS tenants FROM public.tenants
           WHERE status NOT IN ('provisioning', 'erased') GROUP BY schema_version ORDER BY schema_version`,
  });
  return Object.fromEntries(rows.map(({ version, tenants }) => [version, tenants]));
}
