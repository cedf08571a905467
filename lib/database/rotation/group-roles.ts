import { type Client, escapeIdentifier } from 'pg';
import { type DatabaseLogin, databaseLogins, databases } from '../../../config/contract';

/**
 * Attributes of the group roles. None can log in.
 * - `app` inherits nothing: it must take a tenant's role to see the tenant's rows, so forgetting the tenant shows none.
 * - `migrator` makes tenants' roles. Since PostgreSQL 16 CREATEROLE reaches only roles that the holder made.
 */
const attributes: Readonly<Record<DatabaseLogin, string>> = {
  app: 'NOLOGIN NOINHERIT',
  migrator: 'NOLOGIN CREATEROLE',
  pooler: 'NOLOGIN',
  temporal: 'NOLOGIN',
  exporter: 'NOLOGIN',
};

/** Each database's owner, who may do everything in it, and who else may connect. */
const databaseAccess: Readonly<
  Record<string, { readonly owner: DatabaseLogin; readonly guests: readonly DatabaseLogin[] }>
> = {
  [databases.application]: { owner: 'migrator', guests: ['app', 'pooler', 'exporter'] },
  [databases.temporal]: { owner: 'temporal', guests: [] },
  [databases.temporalVisibility]: { owner: 'temporal', guests: [] },
};

/** Makes the group roles and databases that are missing, and sets their rights. Changes nothing when all is in place. */
export async function ensureGroupRoles(master: Client): Promise<void> {
  for (const login of databaseLogins) await ensureGroupRole(master, login);
  await master.query('GRANT pg_monitor TO exporter');
  for (const [database, { owner, guests }] of Object.entries(databaseAccess)) {
    // Creating a database for somebody else, and later objects in it, takes the owner's rights.
    await master.query(`GRANT ${escapeIdentifier(owner)} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE`);
    await ensureDatabase(master, database, owner);
    await master.query(`REVOKE ALL ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC`);
    for (const guest of guests) {
      await master.query(
        `GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${escapeIdentifier(guest)}`,
      );
    }
  }
}

async function ensureGroupRole(master: Client, login: DatabaseLogin): Promise<void> {
  const verb = (await roleExists(master, login)) ? 'ALTER' : 'CREATE';
  await master.query(`${verb} ROLE ${escapeIdentifier(login)} ${attributes[login]}`);
}

async function ensureDatabase(master: Client, database: string, owner: DatabaseLogin): Promise<void> {
  const { rowCount } = await master.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (rowCount) return;
  await master.query(`CREATE DATABASE ${escapeIdentifier(database)} OWNER ${escapeIdentifier(owner)}`);
}

export async function roleExists(master: Client, role: string): Promise<boolean> {
  const { rowCount } = await master.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  return Boolean(rowCount);
}
