import { secretNames } from '../../config/contract';
import { RotationFunction } from '../../servers/lambda/rotation-function';
import type { SecretsManager } from '../../servers/moto/secrets-manager';
import { ElastiCacheUsers } from '../../servers/valkey/elasticache-users';
import { ValkeyServer, type ValkeyUser } from '../../servers/valkey/valkey-server';
import { currentStage, rotateSecret } from './rotate-secret';

export interface CacheAccountOptions {
  readonly valkey: ValkeyServer;
  /** The clients' user, with the first password. */
  readonly user: ValkeyUser & { readonly password: string };
  readonly manager: SecretsManager;
  /** Environment whose name the secret's name begins with. */
  readonly owner: string;
  /** File with the code of the function that rotates. */
  readonly code: string;
  /** Where the text of the secret is put, by its name, whenever it is rotated. */
  readonly secrets: Record<string, string>;
}

/** The cache's login as the platform makes and rotates it: a user that takes its current and its previous password. */
export class CacheAccount {
  private constructor(
    private readonly options: CacheAccountOptions,
    private readonly users: ElastiCacheUsers,
    private readonly rotation: RotationFunction,
  ) {}

  static async make(options: CacheAccountOptions): Promise<CacheAccount> {
    const { valkey, user, manager, owner, code, secrets } = options;
    const secretName = secretNames.cacheQueues(owner);
    const first = { username: user.name, password: user.password };
    await manager.create(secretName, first);
    secrets[secretName] = JSON.stringify(first);
    const users = await ElastiCacheUsers.start(valkey, user);
    const rotation = new RotationFunction(code, {
      ...manager.environment,
      ...users.environment,
      NODE_EXTRA_CA_CERTS: valkey.certificateFile,
      CACHE_HOST: ValkeyServer.host,
      CACHE_PORT: String(valkey.port),
      CACHE_USER_ID: `${owner}-cache-queues`,
    });
    return new CacheAccount(options, users, rotation);
  }

  /** Gives the user a new password beside the one of now; the one before that is refused from then on. */
  async rotate(): Promise<void> {
    const { manager, owner, secrets } = this.options;
    await rotateSecret(this.rotation, manager, secretNames.cacheQueues(owner), secrets);
  }

  /** The password that clients get now. */
  async password(): Promise<string> {
    const { manager, owner } = this.options;
    const { password = '' } = await manager.value(secretNames.cacheQueues(owner), currentStage);
    return password;
  }

  /** Whether the user may log in with a password. */
  accepts(password: string): Promise<boolean> {
    const { valkey, user } = this.options;
    return valkey.accepts(user.name, password);
  }

  async stop(): Promise<void> {
    this.rotation.remove();
    await this.users.stop();
  }
}
