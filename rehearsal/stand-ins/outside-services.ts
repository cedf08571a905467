import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ports, secretNames } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { PostgresServer } from '../../servers/postgres/postgres-server';
import { TcpProxy } from '../../servers/tcp-proxy';
import { ValkeyServer } from '../../servers/valkey/valkey-server';
import { vpcAddresses } from '../nodes/addresses';
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
}

/** Stand-ins for what AWS would run outside of the cluster. */
export interface OutsideServices {
  readonly postgres: PostgresServer;
  readonly valkey: ValkeyServer;
  /** Addresses by name. */
  readonly names: Readonly<Record<string, string>>;
  /** PEM of the authorities that vouch for them. */
  readonly authorities: { readonly database: string; readonly cache: string };
  readonly accounts: DatabaseAccounts;
  /** What Secrets Manager holds now: the text by the secret's name. A rotation changes it. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Many small pods, each with a pool of its own. */
const maxConnections = 400;

/** Starts PostgreSQL and Valkey at their addresses in the VPC, with logins that only the secrets tell. */
export async function startOutsideServices(
  environment: Environment,
  { databases, caches, databaseRotation }: OutsideNames,
): Promise<OutsideServices> {
  const addresses = vpcAddresses(environment.network);
  const postgres = await PostgresServer.start({ names: databases, maxConnections });
  const password = randomBytes(18).toString('hex');
  const { name } = environment;
  const secrets: Record<string, string> = {
    [secretNames.cacheQueues(name)]: JSON.stringify({ username: 'default', password }),
    [secretNames.encryptionKey(name)]: randomBytes(32).toString('hex'),
  };
  const [accounts, valkey] = await Promise.all([
    DatabaseAccounts.make({ postgres, owner: name, code: databaseRotation, secrets }),
    ValkeyServer.start({ tls: true, password, names: caches }),
  ]);
  const entrances = [
    await TcpProxy.start(postgres.port, { host: addresses.database, port: ports.database }),
    await TcpProxy.start(valkey.port, { host: addresses.cache, port: ports.cache }),
  ];
  return {
    postgres,
    valkey,
    accounts,
    names: Object.fromEntries([
      ...databases.map((host) => [host, addresses.database]),
      ...caches.map((host) => [host, addresses.cache]),
    ]),
    authorities: {
      database: readFileSync(postgres.certificateFile, 'utf8'),
      cache: readFileSync(valkey.certificateFile, 'utf8'),
    },
    secrets,
    stop: async () => {
      await Promise.all(entrances.map((entrance) => entrance.stop()));
      await Promise.all([accounts.stop(), postgres.stop(), valkey.stop()]);
    },
  };
}
