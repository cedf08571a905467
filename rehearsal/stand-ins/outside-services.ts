import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ports, secretNames } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { SecretsManager } from '../../servers/moto/secrets-manager';
import { TcpProxy } from '../../servers/tcp-proxy';
import { ValkeyServer, type ValkeyUser } from '../../servers/valkey/valkey-server';
import { vpcAddresses } from '../nodes/addresses';
import { CacheAccount } from './cache-account';
import { Database } from './database';
import { DatabaseAccounts } from './database-accounts';

/** How charts name what is outside of the cluster, and what AWS would run there. */
export interface OutsideNames {
  readonly databases: readonly string[];
  readonly caches: readonly string[];
  /** Reference of the application image. */
  readonly applicationImage: string;
  /** Reference of the image of pods that only wait. */
  readonly pauseImage: string;
  /** File with the code of the function that makes and rotates the database's logins. */
  readonly databaseRotation: string;
  /** The same for the cache's password. */
  readonly cacheRotation: string;
  /** Who may log in to the cache, and what that user may do there. */
  readonly cacheUser: ValkeyUser;
}

/** Stand-ins for what AWS would run outside of the cluster. */
export interface OutsideServices {
  readonly database: Database;
  readonly valkey: ValkeyServer;
  /** Addresses by name. */
  readonly names: Readonly<Record<string, string>>;
  /** The database's names. */
  readonly databaseNames: readonly string[];
  /** PEM of the authorities that vouch for them. */
  readonly authorities: { readonly database: string; readonly cache: string };
  readonly accounts: DatabaseAccounts;
  readonly cacheAccount: CacheAccount;
  /** Cuts every client of the cache off. They may come again. */
  readonly breakCacheConnections: () => void;
  /** What Secrets Manager holds now: the text by the secret's name. A rotation changes it. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Many small pods, each with a pool of its own. */
const maxConnections = 400;
/** RDS: 300. A rehearsal at its pace would take five minutes longer; the age of restored data scales with it. */
const archiveSeconds = 30;

/** Starts PostgreSQL and Valkey at their addresses in the VPC, with logins that only the secrets tell. */
export async function startOutsideServices(
  environment: Environment,
  { databases, caches, ...code }: OutsideNames,
): Promise<OutsideServices> {
  const addresses = vpcAddresses(environment.network);
  const { name: owner, observability } = environment;
  const { routingKeySecretName } = observability.paging;
  const user = { ...code.cacheUser, password: randomBytes(32).toString('hex') };
  const [manager, database, valkey] = await Promise.all([
    SecretsManager.start(),
    Database.start({
      names: databases,
      maxConnections,
      archiveSeconds,
      addresses: { first: addresses.database, second: addresses.databaseStandby },
    }),
    ValkeyServer.start({ tls: true, user, names: caches }),
  ]);
  const secrets: Record<string, string> = {
    [secretNames.encryptionKey(owner)]: randomBytes(32).toString('hex'),
    ...(routingKeySecretName !== null && { [routingKeySecretName]: randomBytes(16).toString('hex') }),
  };
  const { master } = database.server;
  const { port, certificateFile } = database;
  const common = { manager, owner, secrets };
  const [accounts, cacheAccount] = await Promise.all([
    DatabaseAccounts.make({ ...common, master, port, certificateFile, code: code.databaseRotation }),
    CacheAccount.make({ ...common, valkey, user, code: code.cacheRotation }),
  ]);
  await database.takeBackup();
  const cacheEntrance = await TcpProxy.start(valkey.port, { host: addresses.cache, port: ports.cache });
  return {
    database,
    valkey,
    accounts,
    cacheAccount,
    breakCacheConnections: () => cacheEntrance.breakConnections(),
    databaseNames: databases,
    names: Object.fromEntries([
      ...databases.map((host) => [host, addresses.database]),
      ...caches.map((host) => [host, addresses.cache]),
    ]),
    authorities: {
      database: readFileSync(certificateFile, 'utf8'),
      cache: readFileSync(valkey.certificateFile, 'utf8'),
    },
    secrets,
    stop: async () => {
      accounts.stop();
      await Promise.all([cacheEntrance.stop(), cacheAccount.stop()]);
      await Promise.all([manager.stop(), database.stop(), valkey.stop()]);
    },
  };
}
