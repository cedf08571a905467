import { type DatabaseLogin, databaseLogins, secretNames } from '../../config/contract';
import { RotationFunction, rotationSteps } from '../../servers/lambda/rotation-function';
import { SecretsManager } from '../../servers/moto/secrets-manager';
import { type Login, PostgresServer } from '../../servers/postgres/postgres-server';

export interface DatabaseAccountsOptions {
  /** An empty server. */
  readonly postgres: PostgresServer;
  /** Environment whose name the secrets' names begin with. */
  readonly owner: string;
  /** File with the code of the function that rotates. */
  readonly code: string;
  /** Where the text of each login's secret is put, by the secret's name, whenever it is rotated. */
  readonly secrets: Record<string, string>;
}

const stage = 'AWSCURRENT';

/**
 * The database's logins as the platform makes and rotates them: by its own function, with secrets in an emulated Secrets
 * Manager. The first rotation makes databases, roles and the pooler's lookup.
 */
export class DatabaseAccounts {
  private constructor(
    private readonly options: DatabaseAccountsOptions,
    private readonly manager: SecretsManager,
    private readonly rotation: RotationFunction,
  ) {}

  static async make(options: DatabaseAccountsOptions): Promise<DatabaseAccounts> {
    const { postgres, owner, code } = options;
    const manager = await SecretsManager.start();
    try {
      const master = await manager.create('rds!db-master', postgres.master);
      for (const login of databaseLogins) {
        await manager.create(secretNames.databaseLogin(owner, login), { login, awaitingFirstRotation: 'x' });
      }
      const rotation = new RotationFunction(code, {
        ...manager.environment,
        NODE_EXTRA_CA_CERTS: postgres.certificateFile,
        DATABASE_HOST: PostgresServer.host,
        DATABASE_PORT: String(postgres.port),
        MASTER_SECRET_ARN: master,
        STATE_OWNER: owner,
      });
      const accounts = new DatabaseAccounts(options, manager, rotation);
      await Promise.all(databaseLogins.map((login) => accounts.rotate(login)));
      return accounts;
    } catch (error) {
      await manager.stop();
      throw error;
    }
  }

  /** Gives a login its other user with a new password; the user of now stays good until the next rotation. */
  async rotate(login: DatabaseLogin): Promise<void> {
    const SecretId = secretNames.databaseLogin(this.options.owner, login);
    const ClientRequestToken = await this.manager.startRotation(SecretId);
    await this.rotation.invoke(rotationSteps.map((Step) => ({ Step, SecretId, ClientRequestToken }))).done;
    this.options.secrets[SecretId] = JSON.stringify(await this.manager.value(SecretId, stage));
  }

  /** Who a login is now. */
  async current(login: DatabaseLogin): Promise<Login> {
    const secretId = secretNames.databaseLogin(this.options.owner, login);
    const { username = '', password = '', dbname = '' } = await this.manager.value(secretId, stage);
    return { user: username, password, database: dbname };
  }

  async stop(): Promise<void> {
    this.rotation.remove();
    await this.manager.stop();
  }
}
