import type { ContractRun } from '../contract-run';
import { fails, holds, notApplicable, type Point, type PointId } from '../point';
import { sessionStatements } from '../probes/session-statements';
import { pastPooler } from './load';

const ids = ['database', 'database-rights', 'transaction-pooling'] as const satisfies readonly PointId[];

/** What PostgreSQL and PgBouncer saw of the replicas. After everything else, so that they saw all. */
export async function checkDatabase(run: ContractRun): Promise<Point[]> {
  if (run.input.without.includes('database')) return ids.map((id) => notApplicable(id, '--without database'));
  const log = run.stores.postgres.log();
  return [
    connects(run),
    rights(log),
    run.stores.pooled ? pooling(log) : notApplicable('transaction-pooling', pastPooler(run)),
  ];
}

function connects({ stores: { gate, pgbouncer, pooled } }: ContractRun): Point {
  const unsupported = /unsupported startup parameter: ([^\s=]+)/.exec(pgbouncer.log())?.[1];
  if (unsupported) {
    return fails(
      'database',
      `PgBouncer refuses the startup parameter ${unsupported}`,
      `do not set ${unsupported} for the connection: ALTER ROLE … SET it, or SET LOCAL in each transaction`,
    );
  }
  if (gate.plainAttempts > 0) {
    return fails(
      'database',
      `${gate.plainAttempts} attempts to connect without TLS`,
      'pass DATABASE_URL to the client as it is: sslmode=verify-full and sslrootcert are in it',
    );
  }
  if (gate.tlsDemands > 0) {
    return fails(
      'database',
      `${gate.tlsDemands} attempts to connect insisted on TLS, which PgBouncer does not speak to its clients`,
      'pass DATABASE_URL to the client as it is: sslmode=disable is in it',
    );
  }
  return gate.opened > 0
    ? holds('database', `${gate.opened} connections, ${pooled ? 'all to PgBouncer' : 'all with TLS'}`)
    : fails(
        'database',
        'no connection came',
        'read DATABASE_URL; if it needs no database, add --without database',
      );
}

function rights(log: string): Point {
  const refused = [...new Set([...log.matchAll(/ERROR:\s+(permission denied .*)/g)].map(([, text]) => text))];
  return refused.length > 0
    ? fails(
        'database-rights',
        refused.slice(0, 3).join('; '),
        'make tables and roles in the migration (application.migration.arguments; here --migrate), which has the login for it',
      )
    : holds('database-rights', 'PostgreSQL refused it nothing');
}

function pooling(log: string): Point {
  const statements = sessionStatements(log);
  return statements.length > 0
    ? fails(
        'transaction-pooling',
        `it sent ${statements.slice(0, 3).join('; ')}`,
        'use what ends with the transaction (SET LOCAL, set_config(…, true), pg_advisory_xact_lock): the next client of the pooled connection, perhaps another tenant’s, inherits the rest',
      )
    : holds('transaction-pooling', 'nothing it sent outlives its transaction');
}
