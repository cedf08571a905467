import { type DatabaseLogin, databaseLogins, secretNames } from '../../config/contract';
import { RotationFunction } from '../../servers/lambda/rotation-function';
import type { SecretsManager } from '../../servers/moto/secrets-manager';
import { type Login, PostgresServer } from '../../servers/postgres/postgres-server';
import { currentStage, rotateSecret } from './rotate-secret';

export interface DatabaseAccountsOptions {
  readonly master: PostgresServer['master'];
  /** Port of this machine at which the database is found, whichever server it is. Its first one is empty. */
  readonly port: number;
  /** PEM of who vouches for it. */
  readonly certificateFile: string;
  readonly manager: SecretsManager;
  /** Environment whose name the secrets' names begin with. */
  readonly owner: string;
  /** File with the code of the function that rotates. */
  readonly code: string;
  /** Where the text of each login's secret is put, by the secret's name, whenever it is rotated. */
  readonly secrets: Record<string, string>;
}

/**
 * The database's logins as the platform makes and rotates them: by its own function, with secrets in an emulated Secrets
 * Manager. The first rotation makes databases, roles and the pooler's lookup.
 */
export class DatabaseAccounts {
  private constructor(
    private readonly options: DatabaseAccountsOptions,
    private readonly rotation: RotationFunction,
  ) {}

  static async make(options: DatabaseAccountsOptions): Promise<DatabaseAccounts> {
    const { master, port, certificateFile, manager, owner, code } = options;
    const masterSecret = await manager.create('rds!db-master', master);
    for (const login of databaseLogins) {
      await manager.create(secretNames.databaseLogin(owner, login), { login, awaitingFirstRotation: 'x' });
    }
    const rotation = new RotationFunction(code, {
      ...manager.environment,
      NODE_EXTRA_CA_CERTS: certificateFile,
      DATABASE_HOST: PostgresServer.host,
      DATABASE_PORT: String(port),
      MASTER_SECRET_ARN: masterSecret,
      STATE_OWNER: owner,
    });
    const accounts = new DatabaseAccounts(options, rotation);
    await Promise.all(databaseLogins.map((login) => accounts.rotate(login)));
    return accounts;
  }

  /** Gives a login its other user with a new password; the user of now stays good until the next rotation. */
  async rotate(login: DatabaseLogin): Promise<void> {
    const { manager, owner, secrets } = this.options;
    await rotateSecret(this.rotation, manager, secretNames.databaseLogin(owner, login), secrets);
  }

  /** Who a login is now. */
  async current(login: DatabaseLogin): Promise<Login> {
    const { manager, owner } = this.options;
    const secretId = secretNames.databaseLogin(owner, login);
    const { username = '', password = '', dbname = '' } = await manager.value(secretId, currentStage);
    return { user: username, password, database: dbname };
  }

  stop(): void {
    this.rotation.remove();
  }
}
