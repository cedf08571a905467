/**
 * The server's settings, where they differ from RDS's defaults or must not drift with them. Tenants' data may be in a
 * statement's values and in an error's details, so neither is ever logged; statements of the application carry
 * placeholders instead of values.
 */
export const databaseParameters: Readonly<Record<string, string>> = {
  // Connections without TLS are refused, and passwords are checked by SCRAM alone.
  'rds.force_ssl': '1',
  password_encryption: 'scram-sha-256',

  // Who was connected, for an audit; PgBouncer keeps connections, so these are few.
  log_connections: '1',
  log_disconnections: '1',
  // Waits for a lock of over a second (deadlock_timeout) explain most slow requests.
  log_lock_waits: '1',
  // Slow statements, in milliseconds: the objective for a request is one second.
  log_min_duration_statement: '1000',
  // Sorts and joins that spill over 10 MiB (in KiB) to disk ask for an index or more work_mem.
  log_temp_files: '10240',
  // Vacuum runs of over ten seconds (in milliseconds), which bloat and wraparound need explained.
  log_autovacuum_min_duration: '10000',

  // No statement for its own sake, none that failed, no values of either, no `DETAIL: Key (email)=(…)`.
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',

  // Normalized statements with their costs. Utility statements are not normalized and may hold secrets.
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_utility': '0',
  // Each tenant's role counts a statement of its own: 5,000, the default, is passed by some hundred tenants.
  'pg_stat_statements.max': '20000',
  track_io_timing: '1',

  // A transaction left open holds its locks and stops vacuum; in milliseconds.
  idle_in_transaction_session_timeout: '60000',
};
