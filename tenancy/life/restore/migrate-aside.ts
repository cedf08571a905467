import type { Migration } from '../../database/migration';
import { releasedMigrations } from '../migrate-list';
import { releasedContracts } from '../migrate-platform';
import { migrateSchema } from '../migrate-schema';
import type { MigratorDatabase } from '../migrator-database';

/** Brings a schema up to date that is about to become a tenant's own. `live` names that one, and the tenant's role. */
export async function migrateAside(
  database: MigratorDatabase,
  { incoming, live }: { readonly incoming: string; readonly live: string },
  migrations: readonly Migration[],
): Promise<void> {
  await database.session(async (client) => {
    const released = releasedMigrations(migrations, await releasedContracts(client));
    await migrateSchema(client, { schema: incoming, role: live, migrations: released });
  });
}
