import { createHash } from 'node:crypto';
import type { Login, PostgresServer } from '../../../servers/postgres/postgres-server';

/** SHA-256 of all rows of each tenant, by the name of its schema. */
export type TenantChecksums = Readonly<Record<string, string>>;

/**
 * Reads every table of every tenant.
 * @param reader may read all of them; its database is the application's.
 */
export async function tenantChecksums(postgres: PostgresServer, reader: Login): Promise<TenantChecksums> {
  const client = await postgres.connect(reader);
  try {
    // All tables are read as they are at one moment.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: tables } = await client.query<{ schema: string; name: string; path: string }>(
      `SELECT schemaname AS schema, tablename AS name, format('%I.%I', schemaname, tablename) AS path
       FROM pg_tables WHERE schemaname LIKE 'tenant\\_%' ORDER BY 1, 2`,
    );
    const hashes = new Map<string, ReturnType<typeof createHash>>();
    for (const { schema, name, path } of tables) {
      const hash = hashes.get(schema) ?? createHash('sha256');
      hashes.set(schema, hash);
      const { rows } = await client.query<{ text: string }>(
        `SELECT t::text AS text FROM ${path} t ORDER BY t::text COLLATE "C"`,
      );
      hash.update(JSON.stringify([name, ...rows.map(({ text }) => text)]));
    }
    return Object.fromEntries([...hashes].map(([schema, hash]) => [schema, hash.digest('hex')]));
  } finally {
    await client.end();
  }
}
