import { Client } from 'pg';
import type { Instance } from './login-credentials';

export interface ConnectionSettings extends Instance {
  readonly username: string;
  readonly password: string;
  readonly dbname: string;
}

/** Runs `work` on a connection of its own, over TLS with the server's certificate and name verified. */
export async function withConnection<T>(
  settings: ConnectionSettings,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({
    host: settings.host,
    port: Number(settings.port),
    user: settings.username,
    password: settings.password,
    database: settings.dbname,
    ssl: { rejectUnauthorized: true },
    application_name: 'credential-rotation',
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
