import { escapeIdentifier, type PoolClient } from 'pg';
import { databaseRoles } from '../../database/identifiers';
import type { Manifest } from '../bundle/manifest';
import { tableDigests } from '../bundle/table-rows';
import type { MigratorDatabase } from '../migrator-database';

/** Tables whose rows are not those that were exported; empty: all are, and none is missing or too many. */
export async function differingRows(
  database: MigratorDatabase,
  schema: string,
  { tables }: Manifest,
): Promise<string[]> {
  const digests = await tableDigests(database, schema);
  const names = new Set([...tables, ...digests].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const [is, was] = [digests, tables].map((list) => list.find((table) => table.name === name));
    if (is?.sha256 === was?.sha256) return [];
    return [`table ${name}: ${is?.rows ?? 'no'} rows, ${was?.rows ?? 'no'} exported, checksums differ`];
  });
}

/**
 * What keeps a restored schema from being used, in sentences; empty: nothing does. Foreign keys that were exported
 * unvalidated are validated.
 */
export async function schemaFaults(
  database: MigratorDatabase,
  schema: string,
  roleName: string,
): Promise<string[]> {
  return database.session(async (client) => [
    ...(await foreignKeyFaults(client, schema)),
    ...(await sequenceFaults(client, schema)),
    ...(await grantFaults(client, schema, roleName)),
    ...(await roleFaults(client, schema, roleName)),
  ]);
}

async function foreignKeyFaults(client: PoolClient, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ relation: string; name: string }>(
    `SELECT r.relname AS relation, c.conname AS name FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
     JOIN pg_namespace n ON n.oid = r.relnamespace WHERE n.nspname = $1 AND c.contype = 'f' AND NOT c.convalidated`,
    [schema],
  );
  const faults: string[] = [];
  for (const { relation, name } of rows) {
    const table = `${escapeIdentifier(schema)}.${escapeIdentifier(relation)}`;
    await client
      .query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${escapeIdentifier(name)}`)
      .catch((error: Error) => faults.push(`foreign key ${name}: ${error.message}`));
  }
  return faults;
}

/** A sequence behind its column would give out a number that a row has. */
async function sequenceFaults(client: PoolClient, schema: string): Promise<string[]> {
  const { rows } = await client.query<Record<'sequence' | 'relation' | 'column', string>>(
    `SELECT q.relname AS sequence, r.relname AS relation, a.attname AS column
     FROM pg_class q JOIN pg_namespace n ON n.oid = q.relnamespace
     JOIN pg_depend d ON d.objid = q.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
     JOIN pg_class r ON r.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.refobjsubid
     WHERE n.nspname = $1 AND q.relkind = 'S'`,
    [schema],
  );
  const faults: string[] = [];
  for (const { sequence, relation, column } of rows) {
    const [from, value] = [relation, sequence].map(
      (name) => `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`,
    );
    const highest = `(SELECT max(${escapeIdentifier(column)}) FROM ${from})`;
    const { rowCount } = await client.query(
      `SELECT FROM ${value}, (SELECT seqincrement FROM pg_sequence WHERE seqrelid = '${value?.replaceAll("'", "''")}'::regclass) s
       WHERE seqincrement > 0 AND ${highest} >= last_value + is_called::integer`,
    );
    if (rowCount) faults.push(`sequence ${sequence}: it is behind ${relation}.${column}`);
  }
  return faults;
}

/** Rights of others than the owner and the tenant's role, and tables of another owner. */
async function grantFaults(client: PoolClient, schema: string, roleName: string): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(
    `WITH space AS (SELECT oid, nspacl, nspowner FROM pg_namespace WHERE nspname = $1),
     objects AS (
       SELECT 'the schema' AS what, nspacl AS acl, nspowner AS owner, nspowner FROM space
       UNION ALL SELECT 'relation ' || relname, relacl, relowner, nspowner FROM pg_class JOIN space ON space.oid = relnamespace)
     SELECT 'owner of ' || what || ': ' || owner::regrole AS fault FROM objects WHERE owner <> nspowner
     UNION ALL
     SELECT what || ': ' || CASE grantee WHEN 0 THEN 'everybody' ELSE grantee::regrole::text END || ' may ' || privilege_type
     FROM objects, aclexplode(acl) WHERE grantee <> owner AND grantee <> $2::regrole`,
    [schema, escapeIdentifier(roleName)],
  );
  return rows.map(({ fault }) => fault);
}

/** The tenant's role may work with every row, and the application's login without that role sees none. */
async function roleFaults(client: PoolClient, schema: string, roleName: string): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(
    `WITH relations AS (
       SELECT c.oid, relname, n.oid AS space FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
       WHERE nspname = $1 AND relkind IN ('r', 'v') AND relname <> 'schema_migrations')
     SELECT format('role %s may not %s %s', $2::text, verb, relname) AS fault
     FROM relations, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS rights (verb)
     WHERE NOT (has_schema_privilege($2::name, space, 'USAGE') AND has_table_privilege($2::name, oid, verb))
     UNION ALL
     SELECT format('role %s may read %s', $3::text, relname) FROM relations
     WHERE has_schema_privilege($3::name, space, 'USAGE') AND has_table_privilege($3::name, oid, 'SELECT')`,
    [schema, roleName, databaseRoles.application],
  );
  return rows.map(({ fault }) => fault);
}
