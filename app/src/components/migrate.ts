import { migrateFleet } from '@platform/tenancy/life/fleet';
import { migratePlatform } from '@platform/tenancy/life/migrate-platform';
import { MigratorDatabase } from '@platform/tenancy/life/migrator-database';
import { tenantMigrations } from '../schema/application-migrations';
import type { Settings } from '../settings';
import { log } from '../telemetry/log';

const parallel = 8;

/**
 * Brings `public` and every tenant's schema up to date, before the pods of this version start. When a tenant's fails it
 * goes on with the others, names the failed ones and ends with 1: the deploy stops, and the version that runs goes on on
 * the expanded schemas. It is no operation in the table of operations: a pod of the version before could take that.
 */
export async function migrate({ databaseUrl }: Settings): Promise<void> {
  const database = new MigratorDatabase({ url: databaseUrl, maxConnections: parallel + 1 });
  try {
    const version = await migratePlatform(database);
    const report = await migrateFleet(database, { migrations: tenantMigrations, parallel });
    const hasFailed = report.failed.length > 0;
    log[hasFailed ? 'error' : 'info']({ platformVersion: version, ...report }, 'migrated');
    if (hasFailed) process.exitCode = 1;
  } finally {
    await database.close();
  }
}
