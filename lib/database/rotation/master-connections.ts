import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Client } from 'pg';
import { withConnection } from './connection';
import type { Instance } from './login-credentials';

/** The database that every PostgreSQL server has. Advisory locks are per database, so the lock is always taken here. */
const maintenanceDatabase = 'postgres';

/** Any number, the same in every rotation. */
export const bootstrapLock = 7_241_503;

/** Connections as the master user, whose password RDS keeps and changes by itself. */
export class MasterConnections {
  constructor(
    private readonly secrets: Pick<SecretsManagerClient, 'send'>,
    private readonly secretArn: string,
    private readonly instance: Instance,
  ) {}

  /**
   * Runs `work` while no other rotation changes roles or databases: the first rotations of all logins start together.
   * The lock goes with its session, so a function that dies leaves none behind.
   */
  async alone(work: (maintenance: Client) => Promise<void>): Promise<void> {
    await this.on(maintenanceDatabase, async (client) => {
      await client.query('SELECT pg_advisory_lock($1)', [bootstrapLock]);
      await work(client);
    });
  }

  async on(dbname: string, work: (client: Client) => Promise<void>): Promise<void> {
    const { SecretString } = await this.secrets.send(new GetSecretValueCommand({ SecretId: this.secretArn }));
    const { username, password } = JSON.parse(SecretString ?? '{}');
    await withConnection({ ...this.instance, username, password, dbname }, work);
  }
}
