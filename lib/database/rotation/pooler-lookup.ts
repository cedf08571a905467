import type { Client } from 'pg';

/**
 * The lookup for PgBouncer's `auth_query`: `SELECT username, verifier FROM pooler.get_auth($1)`. RDS shows pg_shadow to
 * nobody, not even to the master user, so the verifiers of pooled users are kept in a table of our own. Since they equal
 * those of the server, PgBouncer can log in with what a client proves to it, and holds no password.
 * https://www.pgbouncer.org/config.html#authentication-settings
 */
const userLookup = [
  'CREATE SCHEMA IF NOT EXISTS pooler',
  'GRANT USAGE ON SCHEMA pooler TO pooler',
  'CREATE TABLE IF NOT EXISTS pooler.verifiers (username text PRIMARY KEY, verifier text NOT NULL)',
  `CREATE OR REPLACE FUNCTION pooler.get_auth(requested text)
   RETURNS TABLE (username text, verifier text)
   LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
   AS 'SELECT v.username, v.verifier FROM pooler.verifiers v WHERE v.username = requested'`,
  'REVOKE ALL ON FUNCTION pooler.get_auth(text) FROM PUBLIC',
  'GRANT EXECUTE ON FUNCTION pooler.get_auth(text) TO pooler',
];

export async function ensureUserLookup(client: Client): Promise<void> {
  for (const statement of userLookup) await client.query(statement);
}

export async function rememberVerifier(client: Client, username: string, verifier: string): Promise<void> {
  await client.query(
    `INSERT INTO pooler.verifiers (username, verifier) VALUES ($1, $2)
     ON CONFLICT (username) DO UPDATE SET verifier = excluded.verifier`,
    [username, verifier],
  );
}
