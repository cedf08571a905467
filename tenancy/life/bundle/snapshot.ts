import type { PoolClient } from 'pg';
import type { MigratorDatabase } from '../migrator-database';

/**
 * Runs `work` on one moment of the database, whatever others commit meanwhile, and with a text format of values that no
 * server's or role's settings change. After an error the connection is closed: one that is in the middle of COPY takes
 * no ROLLBACK.
 */
export function inSnapshot<Result>(
  database: MigratorDatabase,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  return database.session(async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(
      `SELECT set_config('DateStyle', 'ISO, YMD', true), set_config('IntervalStyle', 'postgres', true),
              set_config('TimeZone', 'UTC', true), set_config('extra_float_digits', '3', true),
              set_config('bytea_output', 'hex', true), set_config('statement_timeout', '0', true),
              set_config('idle_in_transaction_session_timeout', '0', true)`,
    );
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  });
}
