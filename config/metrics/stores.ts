import { poolerName } from '../pooler';
import { counter, gauge, type MetricSource } from './metric';

export const postgresMetrics: MetricSource = {
  title: 'PostgreSQL exporter',
  project: 'https://github.com/prometheus-community/postgres_exporter',
  version: '0.19.1',
  jobs: ['postgres-exporter'],
  target: 'pod',
  metrics: [
    gauge('pg_up'),
    gauge('pg_settings_max_connections', 'server'),
    gauge('pg_stat_activity_count', 'datname', 'server', 'state'),
    gauge('pg_stat_activity_max_tx_duration', 'datname', 'server', 'state'),
    gauge('pg_database_size_bytes', 'datname', 'server'),
    gauge('pg_locks_count', 'datname', 'mode', 'server'),
    counter('pg_stat_database_xact_commit', 'datid', 'datname', 'server'),
    counter('pg_stat_database_xact_rollback', 'datid', 'datname', 'server'),
    counter('pg_stat_database_blks_hit', 'datid', 'datname', 'server'),
    counter('pg_stat_database_blks_read', 'datid', 'datname', 'server'),
    counter('pg_stat_database_deadlocks', 'datid', 'datname', 'server'),
    counter('pg_stat_database_temp_bytes', 'datid', 'datname', 'server'),
  ],
};

/** Valkey answers INFO as Redis does. */
export const redisMetrics: MetricSource = {
  title: 'Redis exporter',
  project: 'https://github.com/oliver006/redis_exporter',
  version: '1.80.1',
  jobs: ['redis-exporter'],
  target: 'pod',
  metrics: [
    gauge('redis_up'),
    gauge('redis_memory_used_bytes'),
    gauge('redis_memory_max_bytes'),
    gauge('redis_connected_clients'),
    gauge('redis_blocked_clients'),
    gauge('redis_connected_slaves'),
    gauge('redis_slowlog_length'),
    gauge('redis_uptime_in_seconds'),
    counter('redis_commands_total', 'cmd'),
    counter('redis_commands_duration_seconds_total', 'cmd'),
    counter('redis_commands_processed_total'),
    counter('redis_keyspace_hits_total'),
    counter('redis_keyspace_misses_total'),
    counter('redis_evicted_keys_total'),
    counter('redis_rejected_connections_total'),
  ],
};

export const poolerMetrics: MetricSource = {
  title: 'PgBouncer exporter',
  project: 'https://github.com/prometheus-community/pgbouncer_exporter',
  version: '0.12.1',
  jobs: [poolerName],
  target: 'pod',
  metrics: [
    gauge('pgbouncer_up'),
    gauge('pgbouncer_config_max_client_connections'),
    gauge('pgbouncer_pools_client_active_connections', 'database', 'user'),
    gauge('pgbouncer_pools_client_waiting_connections', 'database', 'user'),
    gauge('pgbouncer_pools_client_maxwait_seconds', 'database', 'user'),
    gauge('pgbouncer_pools_server_active_connections', 'database', 'user'),
    gauge('pgbouncer_pools_server_idle_connections', 'database', 'user'),
    counter('pgbouncer_stats_queries_pooled_total', 'database'),
    counter('pgbouncer_stats_queries_duration_seconds_total', 'database'),
    counter('pgbouncer_stats_sql_transactions_pooled_total', 'database'),
    counter('pgbouncer_stats_client_wait_seconds_total', 'database'),
  ],
};
