import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ports, secretNames } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { makeApplicationLogins } from '../../servers/postgres/application-logins';
import { type Login, PostgresServer } from '../../servers/postgres/postgres-server';
import { TcpProxy } from '../../servers/tcp-proxy';
import { ValkeyServer } from '../../servers/valkey/valkey-server';
import { vpcAddresses } from '../nodes/addresses';

/** How charts name what is outside of the cluster. */
export interface OutsideNames {
  readonly databases: readonly string[];
  readonly caches: readonly string[];
  /** Reference of the application image. */
  readonly applicationImage: string;
  /** Reference of the image of pods that only wait. */
  readonly pauseImage: string;
}

/** Stand-ins for what AWS would run outside of the cluster. */
export interface OutsideServices {
  readonly postgres: PostgresServer;
  readonly valkey: ValkeyServer;
  /** Addresses by name. */
  readonly names: Readonly<Record<string, string>>;
  /** PEM of the authorities that vouch for them. */
  readonly authorities: { readonly database: string; readonly cache: string };
  /** What Secrets Manager would hold: the text by the secret's name. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Many small pods, each with a pool of its own. */
const maxConnections = 400;

/** Starts PostgreSQL and Valkey at their addresses in the VPC, with logins that only the secrets tell. */
export async function startOutsideServices(
  environment: Environment,
  { databases, caches }: OutsideNames,
): Promise<OutsideServices> {
  const addresses = vpcAddresses(environment.network);
  const postgres = await PostgresServer.start({ names: databases, maxConnections });
  const { application, migrator } = await makeApplicationLogins(postgres);
  const password = randomBytes(18).toString('hex');
  const valkey = await ValkeyServer.start({ tls: true, password, names: caches });
  const entrances = [
    await TcpProxy.start(postgres.port, { host: addresses.database, port: ports.database }),
    await TcpProxy.start(valkey.port, { host: addresses.cache, port: ports.cache }),
  ];
  const { name } = environment;
  const text = ({ user, password: ofLogin }: Pick<Login, 'user' | 'password'>): string =>
    JSON.stringify({ username: user, password: ofLogin });
  return {
    postgres,
    valkey,
    names: Object.fromEntries([
      ...databases.map((host) => [host, addresses.database]),
      ...caches.map((host) => [host, addresses.cache]),
    ]),
    authorities: {
      database: readFileSync(postgres.certificateFile, 'utf8'),
      cache: readFileSync(valkey.certificateFile, 'utf8'),
    },
    secrets: {
      [secretNames.databaseLogin(name, 'app')]: text(application),
      [secretNames.databaseLogin(name, 'migrator')]: text(migrator),
      [secretNames.cacheQueues(name)]: text({ user: 'default', password }),
      [secretNames.encryptionKey(name)]: randomBytes(32).toString('hex'),
    },
    stop: async () => {
      await Promise.all(entrances.map((entrance) => entrance.stop()));
      await Promise.all([postgres.stop(), valkey.stop()]);
    },
  };
}
