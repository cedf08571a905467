/** Of PostgreSQL's own `pg_…` functions, those that answer something about the own transaction or the own objects. */
const harmless = new Set([
  'pg_advisory_xact_lock',
  'pg_advisory_xact_lock_shared',
  'pg_backend_pid',
  'pg_collation_for',
  'pg_column_size',
  'pg_current_snapshot',
  'pg_current_wal_lsn',
  'pg_current_xact_id',
  'pg_current_xact_id_if_assigned',
  'pg_get_constraintdef',
  'pg_get_expr',
  'pg_get_indexdef',
  'pg_get_serial_sequence',
  'pg_indexes_size',
  'pg_input_error_info',
  'pg_input_is_valid',
  'pg_is_in_recovery',
  'pg_last_wal_replay_lsn',
  'pg_last_xact_replay_timestamp',
  'pg_relation_size',
  'pg_size_bytes',
  'pg_size_pretty',
  'pg_sleep',
  'pg_snapshot_xmin',
  'pg_table_is_visible',
  'pg_table_size',
  'pg_total_relation_size',
  'pg_try_advisory_xact_lock',
  'pg_try_advisory_xact_lock_shared',
  'pg_typeof',
]);

/** Functions by name, of PostgreSQL 17 and of its contrib extensions, and what is wrong with each kind. */
const refused: readonly (readonly [RegExp, string])[] = [
  [/^(set_config|setseed|set_limit|set_curcfg)$/, 'changes a setting of the session'],
  [
    /^(query|cursor|table|schema|database)_to_xml|^(ts_stat|ts_rewrite|xpath_table)$/,
    'runs SQL that it is given',
  ],
  [/^(crosstab|connectby|dblink|postgres_fdw)/, 'runs SQL that it is given, or opens another connection'],
  [/^lo_|^lo(read|write)$/, 'keeps data outside the schema of the tenant'],
  [/^pg_notify$/, 'reaches listeners of every tenant'],
  [/^pg_/, 'is not among the pg_… functions that stay inside the transaction'],
];

/** Why a function may not be called, whatever its schema; null where it may. */
export function refusedCall(name: string): string | null {
  if (harmless.has(name)) return null;
  const found = refused.find(([pattern]) => pattern.test(name));
  return found ? `${name}() ${found[1]}` : null;
}
