import type { PoolClient } from 'pg';
import type { Migration } from '../database/migration';
import { migrateSchema } from './migrate-schema';

export interface MigratedTenant {
  readonly id: string;
  /** Name of its schema and, alike, of its role. */
  readonly roleName: string;
}

/**
 * Applies what a tenant's schema lacks of `migrations` (checked, and released), writes its version into the registry,
 * and answers it.
 */
export async function migrateTenant(
  client: PoolClient,
  { id, roleName }: MigratedTenant,
  migrations: readonly Migration[],
): Promise<number> {
  const version = await migrateSchema(client, { schema: roleName, role: roleName, migrations });
  await client.query('UPDATE public.tenants SET schema_version = $2 WHERE id = $1 AND schema_version <> $2', [
    id,
    version,
  ]);
  return version;
}
