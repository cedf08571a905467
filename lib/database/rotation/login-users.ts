import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { type DatabaseLogin, databases } from '../../../config/contract';
import { pooledLogin } from '../../../config/pooler';
import { ensureGroupRoles, roleExists } from './group-roles';
import type { LoginCredentials } from './login-credentials';
import type { MasterConnections } from './master-connections';
import { ensureUserLookup, rememberVerifier } from './pooler-lookup';
import { scramVerifier } from './scram-verifier';

/**
 * Gives a login's user its password and makes whatever that needs, from an empty server or a restored one. PgBouncer
 * learns the new verifier in the same transaction in which the server does.
 */
export async function setCredentials(
  master: MasterConnections,
  login: DatabaseLogin,
  { username, password }: LoginCredentials,
): Promise<void> {
  const verifier = scramVerifier(password);
  await master.alone(async (maintenance) => {
    await ensureGroupRoles(maintenance);
    await master.on(databases.application, async (client) => {
      await inTransaction(client, async () => {
        await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
        await ensureUserLookup(client);
        await setLoginUser(client, { name: username, group: login, verifier });
        if (login === pooledLogin) await rememberVerifier(client, username, verifier);
      });
    });
  });
}

/**
 * A user that can log in and then acts as its group role: what it makes belongs to the group, so the next user can
 * change it. `verifier` takes the place of a password.
 */
async function setLoginUser(
  master: Client,
  user: { readonly name: string; readonly group: DatabaseLogin; readonly verifier: string },
): Promise<void> {
  const name = escapeIdentifier(user.name);
  const group = escapeIdentifier(user.group);
  const verb = (await roleExists(master, user.name)) ? 'ALTER' : 'CREATE';
  await master.query(`${verb} ROLE ${name} LOGIN PASSWORD ${escapeLiteral(user.verifier)}`);
  await master.query(`GRANT ${group} TO ${name} WITH INHERIT TRUE, SET TRUE`);
  await master.query(`ALTER ROLE ${name} SET role TO ${group}`);
}

async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  await work();
  // An error ends the connection, and with it the transaction.
  await client.query('COMMIT');
}
