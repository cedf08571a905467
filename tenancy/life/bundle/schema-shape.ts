import { type ClientBase, escapeIdentifier } from 'pg';
import { TenancyError } from '../../context/tenancy-error';
import { sha256 } from './digest';
import type { SequenceValue } from './manifest';
import { schemaQueries, tableQuery, unsupportedQuery } from './schema-queries';

export interface TableShape {
  readonly name: string;
  /** Columns that hold data, quoted and joined by commas; null: the table has none. */
  readonly columns: string | null;
  /** SQL after ORDER BY, the same in every run: primary key, or the whole row. */
  readonly orderBy: string;
}

/** What a schema is without its rows, in statements that name no schema. */
export interface SchemaShape {
  readonly beforeData: string;
  readonly afterData: string;
  /** SHA-256 of both. */
  readonly fingerprint: string;
  readonly tables: readonly TableShape[];
}

/** Names without a schema mean this one, until the transaction ends. */
export async function useSchema(client: ClientBase, schema: string): Promise<void> {
  await client.query(`SELECT set_config('search_path', $1, true)`, [escapeIdentifier(schema)]);
}

/**
 * Reads the shape of a schema from the catalogs, in the caller's transaction, and leaves search_path at it. Throws
 * `conflict` for a schema that holds something whose statement would be incomplete.
 */
export async function readShape(client: ClientBase, schema: string): Promise<SchemaShape> {
  await useSchema(client, schema);
  const { rows: unsupported } = await client.query<{ what: string }>(unsupportedQuery, [schema]);
  if (unsupported.length > 0) {
    const names = unsupported.map(({ what }) => what).join(', ');
    throw new TenancyError('conflict', `The schema cannot be exported whole. Change or teach: ${names}.`);
  }
  const beforeData = await statements(client, schema, schemaQueries.beforeData);
  const afterData = await statements(client, schema, schemaQueries.afterData);
  if (`${beforeData}${afterData}`.includes(`${escapeUnlessPlain(schema)}.`)) {
    throw new TenancyError('conflict', 'A view or default names its own schema: leave the name out.');
  }
  const { rows: tables } = await client.query<TableShape>(tableQuery, [schema]);
  return { beforeData, afterData, fingerprint: sha256(`${beforeData}\n${afterData}`), tables };
}

/** Reads where the sequences of the schema in search_path stand: after the snapshot, so never behind its rows. */
export async function readSequences(client: ClientBase, schema: string): Promise<SequenceValue[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
     WHERE n.nspname = $1 AND relkind = 'S' ORDER BY relname COLLATE "C"`,
    [schema],
  );
  const values: SequenceValue[] = [];
  for (const { name } of rows) {
    const { rows: found } = await client.query<Omit<SequenceValue, 'name'>>(
      `SELECT last_value::text AS "lastValue", is_called AS "isCalled" FROM ${escapeIdentifier(name)}`,
    );
    values.push({ name, ...found[0]! });
  }
  return values;
}

async function statements(client: ClientBase, schema: string, queries: readonly string[]): Promise<string> {
  const found: string[] = [];
  for (const query of queries) {
    const { rows } = await client.query<{ sql: string }>(query, [schema]);
    found.push(...rows.map(({ sql }) => `${sql.trimEnd()};\n`));
  }
  return found.join('');
}

const escapeUnlessPlain = (name: string): string =>
  /^[a-z_0-9]+$/.test(name) ? name : escapeIdentifier(name);
