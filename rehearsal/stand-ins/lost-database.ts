import type { TcpProxy } from '../../servers/tcp-proxy';
import type { BaseBackup } from '../../servers/postgres/base-backup';
import { type PostgresOptions, PostgresServer } from '../../servers/postgres/postgres-server';
import { segmentOf, type WalArchive } from '../../servers/postgres/wal-archive';

export interface LostDatabaseOptions extends PostgresOptions {
  readonly archive: WalArchive;
  readonly backup: BaseBackup;
  /** Where clients reach it: they reach the new server there too. */
  readonly entrances: readonly TcpProxy[];
}

export interface RebuiltDatabase {
  readonly postgres: PostgresServer;
  /** In milliseconds since 1970. */
  readonly destroyedAt: number;
  /** See `Restored`. */
  readonly segments: { readonly recoveredTo: number; readonly newest: number };
}

/**
 * Destroys a server with its data, and makes another of the base backup and the archived log, under the same names and
 * certificate. Clients are let in when `admit` has looked at it.
 */
export async function rebuildLostDatabase(
  lost: PostgresServer,
  { entrances, ...options }: LostDatabaseOptions,
  admit: (rebuilt: RebuiltDatabase) => Promise<void>,
): Promise<RebuiltDatabase> {
  const certificate = lost.copyOfCertificate();
  const destroyedAt = Date.now();
  await lost.kill();
  for (const entrance of entrances) {
    entrance.target = null;
    entrance.breakConnections();
  }
  const newest = options.archive.newest() ?? 0;
  await lost.stop();
  const postgres = await PostgresServer.restore({ ...options, certificate });
  const segments = { recoveredTo: segmentOf(await postgres.recoveredTo()), newest };
  const rebuilt = { postgres, destroyedAt, segments };
  await admit(rebuilt);
  for (const entrance of entrances) entrance.target = postgres.port;
  return rebuilt;
}
