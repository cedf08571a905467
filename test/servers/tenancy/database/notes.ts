import type { Migration } from '../../../../tenancy/database/migration';
import type { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import { runAsTenant } from '../../../../tenancy/context/current-tenant';
import { TenantPlatform, type TenantPlatformOptions } from '../support/tenant-platform';

/** A tenant's schema for these tests. */
export const noteMigrations: readonly Migration[] = [
  {
    id: 'notes-1-tables',
    phase: 'expand',
    sql: `CREATE TABLE notes (id int PRIMARY KEY, body text NOT NULL, detail jsonb, amount numeric,
            made_at timestamptz(3) NOT NULL DEFAULT now());
          CREATE TABLE replies (id serial PRIMARY KEY, note_id int NOT NULL REFERENCES notes, body text NOT NULL)`,
  },
];

/** Tenants `acme` and `beta` with notes. All come through one server connection, so nothing that is left on it hides. */
export const startNotes = (options: TenantPlatformOptions = {}): Promise<TenantPlatform> =>
  TenantPlatform.start({
    tenants: ['acme', 'beta'],
    migrations: noteMigrations,
    ...options,
    pgbouncer: { poolSize: 1, ...options.pgbouncer },
  });

/** Empties a tenant's tables and adds a note 1 with the tenant's name. */
export async function resetNotes(platform: TenantPlatform, database: TenantDatabase): Promise<void> {
  for (const slug of ['acme', 'beta']) {
    await runAsTenant(platform.tenant(slug), async () => {
      await database.query({ text: 'DELETE FROM replies' });
      await database.query({ text: 'DELETE FROM notes' });
      await database.query({ text: 'INSERT INTO notes (id, body) VALUES (1, $1)', values: [`of ${slug}`] });
    });
  }
}
