import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { freePort } from '../../../servers/free-port';
import { PgbouncerServer } from '../../../servers/pgbouncer/pgbouncer-server';
import { clusterFiles } from '../../../servers/postgres/postgres-cluster';
import { type Login, PostgresServer } from '../../../servers/postgres/postgres-server';
import { TemporalServer } from '../../../servers/temporal/temporal-server';
import { ValkeyServer } from '../../../servers/valkey/valkey-server';
import type { Undo } from '../undo';
import { makeWatchedLogins } from './watched-logins';
import { DatabaseGate } from './database-gate';
import { RedisWatch } from './redis-watch';

/** PEM files with certificate authorities. */
export interface Authorities {
  /** Of the database: pods find them in the bundle that DATABASE_URL names. */
  readonly database: string;
  /** Of Redis: public ones in AWS, which runtimes trust by themselves. */
  readonly public: string;
}

/** PostgreSQL behind PgBouncer and TLS, Valkey with TLS and password: what a pod finds, on this machine. */
export interface ContractStores {
  readonly postgres: PostgresServer;
  /** Of the pods. */
  readonly login: Login;
  /** Of the migration. */
  readonly migrator: Login;
  /** Whether the pods' connections come through PgBouncer. */
  readonly pooled: boolean;
  readonly pgbouncer: PgbouncerServer;
  /** In front of PgBouncer, or PostgreSQL; pods know no other database. */
  readonly gate: DatabaseGate;
  readonly valkey: ValkeyServer;
  readonly valkeyPassword: string;
  readonly redis: RedisWatch;
  /** `host:port`; nothing answers there unless `hasTemporal`. */
  readonly temporalAddress: string;
  readonly hasTemporal: boolean;
  readonly authorities: Authorities;
}

export interface StoresOptions {
  /** Whose login pods get: `app` comes through PgBouncer, `migrator` straight to PostgreSQL. */
  readonly login: 'app' | 'migrator';
  /** Whether a real Temporal server runs; else its address is a closed port. */
  readonly withTemporal: boolean;
}

export async function startStores(undo: Undo, options: StoresOptions): Promise<ContractStores> {
  const valkeyPassword = randomBytes(24).toString('base64url');
  const postgres = await PostgresServer.start({ maxConnections: 300 });
  undo.add(() => postgres.stop());
  const logins = await makeWatchedLogins(postgres);
  const pgbouncer = await PgbouncerServer.start({ postgres, logins: [logins.application] });
  undo.add(() => pgbouncer.stop());
  const pooled = options.login === 'app';
  const certificate = postgres.certificateFile;
  const gate = await DatabaseGate.start({
    targetPort: pooled ? pgbouncer.port : postgres.port,
    targetHasTls: !pooled,
    key: clusterFiles(dirname(certificate)).key,
    certificate,
  });
  undo.add(() => gate.close());
  const valkey = await ValkeyServer.start({ tls: true, password: valkeyPassword });
  undo.add(() => valkey.stop());
  const redis = new RedisWatch(valkey);
  undo.add(() => redis.stop());
  await redis.start();
  const temporal = options.withTemporal ? await TemporalServer.start(postgres) : null;
  undo.add(() => temporal?.stop());
  return {
    postgres,
    login: pooled ? logins.application : logins.migrator,
    migrator: logins.migrator,
    pooled,
    pgbouncer,
    gate,
    valkey,
    valkeyPassword,
    redis,
    temporalAddress: temporal?.address ?? `127.0.0.1:${await freePort()}`,
    hasTemporal: temporal !== null,
    authorities: { database: certificate, public: valkey.certificateFile },
  };
}
