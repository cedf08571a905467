import { PgbouncerServer } from '../../servers/pgbouncer/pgbouncer-server';
import { type ApplicationLogins, makeApplicationLogins } from '../../servers/postgres/application-logins';
import { PostgresServer } from '../../servers/postgres/postgres-server';
import { SignInService } from '../../servers/sign-in/sign-in-service';
import { TemporalServer } from '../../servers/temporal/temporal-server';
import { ValkeyServer } from '../../servers/valkey/valkey-server';
import type { Stops } from './stops';

/** What the application needs around it, on this machine. */
export interface LocalServers {
  readonly postgres: PostgresServer;
  readonly logins: ApplicationLogins;
  readonly pgbouncer: PgbouncerServer;
  readonly valkey: ValkeyServer;
  readonly temporal: TemporalServer;
  readonly signIn: SignInService;
}

export async function startLocalServers(
  stops: Stops,
  progress: (what: string) => void,
): Promise<LocalServers> {
  const started = async <Server extends { stop(): Promise<void> }>(
    name: string,
    start: () => Promise<Server>,
  ): Promise<Server> => {
    progress(`starting ${name}`);
    const server = await start();
    stops.add(name, () => server.stop());
    return server;
  };
  const postgres = await started('PostgreSQL', () => PostgresServer.start());
  const logins = await makeApplicationLogins(postgres);
  const pgbouncer = await started('PgBouncer', () =>
    PgbouncerServer.start({ postgres, logins: [logins.application] }),
  );
  const valkey = await started('Valkey', () => ValkeyServer.start({ password: 'local' }));
  const temporal = await started('Temporal', () => TemporalServer.start(postgres));
  const signIn = await started('the sign-in service', () => SignInService.start());
  return { postgres, logins, pgbouncer, valkey, temporal, signIn };
}
