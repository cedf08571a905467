import { type ClientBase, escapeIdentifier } from 'pg';
import { databaseRoles } from '../database/identifiers';

/**
 * The role of a tenant: nobody logs in as it. It inherits the few rights of all tenants; the application's login can
 * take it, and has nothing of it without; so does the migrator, to act as the tenant. Changes nothing when it is there.
 */
export async function ensureTenantRole(client: ClientBase, roleName: string): Promise<void> {
  const role = escapeIdentifier(roleName);
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [roleName]);
  if (!rowCount) await client.query(`CREATE ROLE ${role} NOLOGIN`);
  await client.query(
    `GRANT ${escapeIdentifier(databaseRoles.tenants)} TO ${role} WITH INHERIT TRUE, SET FALSE;
     GRANT ${role} TO ${escapeIdentifier(databaseRoles.application)} WITH INHERIT FALSE, SET TRUE;
     GRANT ${role} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE`,
  );
}

/**
 * A schema for a tenant, owned by the migrator: the tenant's role works with the rows of its tables, those to come
 * included, and changes no table. Changes nothing when it is there.
 */
export async function ensureTenantSchema(
  client: ClientBase,
  schemaName: string,
  roleName: string,
): Promise<void> {
  const schema = escapeIdentifier(schemaName);
  const role = escapeIdentifier(roleName);
  await client.query(
    `CREATE SCHEMA IF NOT EXISTS ${schema};
     GRANT USAGE ON SCHEMA ${schema} TO ${role};
     ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role};
     ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE ON SEQUENCES TO ${role}`,
  );
}
