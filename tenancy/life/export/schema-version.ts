import type { ClientBase } from 'pg';
import type { SchemaShape } from '../bundle/schema-shape';

/** How far the migrations of the schema in search_path have come: how many there are, and the last one's id. */
export async function schemaVersion(
  client: ClientBase,
  { tables }: SchemaShape,
): Promise<{ readonly version: string | null; readonly migrations: number }> {
  if (!tables.some(({ name }) => name === 'schema_migrations')) return { version: null, migrations: 0 };
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM schema_migrations ORDER BY applied_at, id',
  );
  return { version: rows.at(-1)?.id ?? null, migrations: rows.length };
}
