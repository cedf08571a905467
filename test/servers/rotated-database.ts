import { join } from 'node:path';
import { type DatabaseLogin, databaseLogins, secretNames } from '../../config/contract';
import type { RotationVariables } from '../../lib/database/rotation/handler';
import type { RotationEvent } from '../../lib/secrets/rotation/pending-rotation';
import { type Invocation, RotationFunction, rotationSteps } from '../../servers/lambda/rotation-function';
import { SecretsManager } from '../../servers/moto/secrets-manager';
import { type Login, type PostgresOptions, PostgresServer } from '../../servers/postgres/postgres-server';

const stateOwner = 'production';
const code = join(__dirname, '../../lib/database/rotation/handler.ts');

export const secretOf = (login: DatabaseLogin): string => secretNames.databaseLogin(stateOwner, login);

/** An empty server, the secrets of its logins as the stack makes them, and the function that rotates them. */
export class RotatedDatabase {
  /** Every password that `credentials` has answered. */
  readonly passwords = new Set<string>();

  private constructor(
    readonly server: PostgresServer,
    readonly secrets: SecretsManager,
    readonly rotation: RotationFunction,
  ) {}

  static async start(options: PostgresOptions = { logStatements: true }): Promise<RotatedDatabase> {
    const [server, secrets] = await Promise.all([PostgresServer.start(options), SecretsManager.start()]);
    for (const login of databaseLogins) {
      await secrets.create(secretOf(login), { login, awaitingFirstRotation: 'x' });
    }
    const variables: RotationVariables = {
      DATABASE_HOST: PostgresServer.host,
      DATABASE_PORT: String(server.port),
      MASTER_SECRET_ARN: await secrets.create('rds!db-master', server.master),
      STATE_OWNER: stateOwner,
    };
    const rotation = new RotationFunction(code, {
      ...secrets.environment,
      NODE_EXTRA_CA_CERTS: server.certificateFile,
      ...variables,
    });
    return new RotatedDatabase(server, secrets, rotation);
  }

  async stop(): Promise<void> {
    this.rotation.remove();
    await Promise.all([this.server.stop(), this.secrets.stop()]);
  }

  async credentials(login: DatabaseLogin, stage = 'AWSCURRENT'): Promise<Login> {
    const { username, password, dbname } = await this.secrets.value(secretOf(login), stage);
    this.passwords.add(password!);
    return { user: username!, password: password!, database: dbname! };
  }

  /** Runs statements with a login's current credentials. */
  async as(login: DatabaseLogin, sql: string): Promise<Record<string, unknown>[]> {
    return this.server.query(await this.credentials(login), sql);
  }

  step(Step: RotationEvent['Step'], login: DatabaseLogin, version: string): Invocation {
    return this.rotation.invoke({ Step, SecretId: secretOf(login), ClientRequestToken: version });
  }

  async rotate(login: DatabaseLogin): Promise<void> {
    const version = await this.secrets.startRotation(secretOf(login));
    for (const name of rotationSteps) await this.step(name, login, version).done;
  }
}
