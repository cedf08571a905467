import { escapeIdentifier, type PoolClient } from 'pg';
import { tenantSchemaName } from '../../database/identifiers';
import { databaseRoles } from '../../database/identifiers';
import { sha256 } from '../bundle/digest';
import { platformTables, type PlatformTable, tableExists } from '../bundle/platform-rows';
import type { MigratorDatabase } from '../migrator-database';
import { withLockPatience } from '../restore/lock-patience';
import { schemasOf, type TracedTenant } from './database-traces';

/**
 * Shuts the tenant out: the registry says `leaving`, and the application's login can no longer take the tenant's role,
 * whatever a pod remembers of the registry.
 */
export const stopTenant = (database: MigratorDatabase, { id, schema }: TracedTenant): Promise<void> =>
  database.exclusively(id, async (client) => {
    await client.query(
      `UPDATE public.tenants SET status = 'leaving', erase_after = coalesce(erase_after, now()) WHERE id = $1`,
      [id],
    );
    if (!(await roleExists(client, schema))) return;
    await client.query(
      `REVOKE ${escapeIdentifier(schema)} FROM ${escapeIdentifier(databaseRoles.application)}`,
    );
  });

/** Drops the tenant's schema and those that restores left behind. */
export async function removeSchemas(
  database: MigratorDatabase,
  { id, schema }: TracedTenant,
  signal: AbortSignal,
): Promise<void> {
  const schemas = await database.session((client) => schemasOf(client, schema));
  for (const name of schemas) {
    await withLockPatience(database, { tenantId: id, what: 'drop its schema', signal }, (client) =>
      client.query(`DROP SCHEMA IF EXISTS ${escapeIdentifier(name)} CASCADE`),
    );
  }
}

export const removeRole = (database: MigratorDatabase, { id, schema }: TracedTenant): Promise<void> =>
  database.exclusively(id, async (client) => {
    if (!(await roleExists(client, schema))) return;
    const role = escapeIdentifier(schema);
    // DROP OWNED takes the role's own rights away, for which PostgreSQL wants them inherited.
    await client.query(
      `GRANT ${role} TO CURRENT_USER WITH INHERIT TRUE; DROP OWNED BY ${role}; DROP ROLE ${role}`,
    );
  });

/** Deletes the tenant's rows of the tables that `platformTables` says, wrapped data keys included. */
export const removePlatformRows = (database: MigratorDatabase, { id }: TracedTenant): Promise<void> =>
  database.exclusively(id, async (client) => {
    for (const [table, { atErasure }] of Object.entries(platformTables)) {
      if (atErasure !== 'removed' || !(await tableExists(client, table as PlatformTable))) continue;
      await client.query(`DELETE FROM public.${escapeIdentifier(table)} WHERE tenant_id = $1`, [id]);
    }
  });

export interface Anonymisation {
  readonly tenant: TracedTenant & { readonly slug: string };
  /** The erasure itself, whose row is still in use. */
  readonly operationId: string;
  readonly erasedAt: string;
}

/** Empties what the registry and the operations' audit say of the tenant, and remembers the slug's hash. */
export const anonymise = (
  database: MigratorDatabase,
  { tenant: { id, slug }, operationId, erasedAt }: Anonymisation,
): Promise<void> =>
  database.exclusively(id, async (client) => {
    await client.query(
      'INSERT INTO public.erased_slugs (slug_sha256, tenant_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [sha256(slug), id],
    );
    const erasedSlug = `erased-${id.replaceAll('-', '')}`;
    await client.query(
      `UPDATE public.tenants
       SET slug = $2, role_name = $3, name = 'erased', status = 'erased', erased_at = coalesce(erased_at, $4),
           erase_after = NULL, contract_limits = NULL, provider_budget_usd = NULL, temporal_namespace = NULL,
           suspended_because = NULL, schema_version = 0
       WHERE id = $1`,
      [id, erasedSlug, tenantSchemaName(erasedSlug), erasedAt],
    );
    // A bundle's place and hash are no personal data, and a restore needs them. What was asked for meanwhile ends here.
    await client.query(
      `UPDATE public.tenant_operations
       SET input = '{}', checkpoint = '{}', request_key = id::text,
           result = CASE kind WHEN 'export' THEN result END,
           error = CASE state WHEN 'requested' THEN 'The tenant was erased.' END,
           state = CASE state WHEN 'requested' THEN 'failed' ELSE state END
       WHERE tenant_id = $1 AND id <> $2`,
      [id, operationId],
    );
  });

async function roleExists(client: PoolClient, name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  return rowCount === 1;
}
