import { databases } from '../../config/contract';
import { monitoringWorkloadNamespaces } from '../../config/monitoring';
import type { ComponentRows, Panel } from '../dashboard-row';

const postgres = 'job="postgres-exporter"';
const ours = `datname=~"${Object.values(databases).join('|')}"`;
const redis = 'job="redis-exporter"';

const database: readonly Panel[] = [
  {
    title: 'Connections, of the maximum',
    description: 'All clients together. What the config allows adds up to less than 100%.',
    kind: 'timeseries',
    unit: 'percentunit',
    queries: [
      {
        expression: `sum(pg_stat_activity_count{${postgres}}) / max(pg_settings_max_connections{${postgres}})`,
        legend: 'in use',
      },
    ],
    alerts: ['DatabaseUnreachable'],
  },
  {
    title: 'Transactions',
    description: 'Committed, a second, by database.',
    kind: 'timeseries',
    unit: 'ops',
    queries: [
      {
        expression: `sum by (datname) (rate(pg_stat_database_xact_commit{${postgres},${ours}}[$__rate_interval]))`,
        legend: '{{datname}}',
      },
    ],
  },
  {
    title: 'Longest transaction',
    description: 'Open for minutes: it holds back vacuum and perhaps locks.',
    kind: 'timeseries',
    unit: 's',
    queries: [
      {
        expression: `max by (datname) (pg_stat_activity_max_tx_duration{${postgres},${ours}})`,
        legend: '{{datname}}',
      },
    ],
  },
  {
    title: 'Reads from memory',
    description:
      'Share of blocks that the database had in memory. Below 95%: more memory, or an index, is missing.',
    kind: 'timeseries',
    unit: 'percentunit',
    queries: [
      {
        expression: `sum(rate(pg_stat_database_blks_hit{${postgres},${ours}}[$__rate_interval])) / (sum(rate(pg_stat_database_blks_hit{${postgres},${ours}}[$__rate_interval])) + sum(rate(pg_stat_database_blks_read{${postgres},${ours}}[$__rate_interval])))`,
        legend: 'from memory',
      },
    ],
  },
  {
    title: 'Rollbacks and deadlocks',
    description: 'A second. Deadlocks: normal is none.',
    kind: 'timeseries',
    unit: 'ops',
    queries: [
      {
        expression: `sum(rate(pg_stat_database_xact_rollback{${postgres},${ours}}[$__rate_interval]))`,
        legend: 'rollbacks',
      },
      {
        expression: `sum(rate(pg_stat_database_deadlocks{${postgres},${ours}}[$__rate_interval]))`,
        legend: 'deadlocks',
      },
    ],
  },
  {
    title: 'Size',
    description: 'Of each database. CloudWatch watches the disk under it.',
    kind: 'timeseries',
    unit: 'bytes',
    queries: [
      { expression: `max by (datname) (pg_database_size_bytes{${postgres},${ours}})`, legend: '{{datname}}' },
    ],
  },
];

const cache: readonly Panel[] = [
  {
    title: 'Memory, of the maximum',
    description: 'At 100% writes fail: nothing is thrown away, because queues are in it.',
    kind: 'timeseries',
    unit: 'percentunit',
    queries: [
      {
        expression: `max by (instance) (redis_memory_used_bytes{${redis}}) / max by (instance) (redis_memory_max_bytes{${redis}} > 0)`,
        legend: '{{instance}}',
      },
    ],
    alerts: ['CacheUnreachable'],
    thresholds: [0.75],
  },
  {
    title: 'Commands',
    description: 'A second.',
    kind: 'timeseries',
    unit: 'ops',
    queries: [
      {
        expression: `sum by (instance) (rate(redis_commands_processed_total{${redis}}[$__rate_interval]))`,
        legend: '{{instance}}',
      },
    ],
  },
  {
    title: 'Mean time of a command',
    description: 'Of the ten slowest kinds, in the server. Blocking reads of queues wait on purpose.',
    kind: 'timeseries',
    unit: 's',
    queries: [
      {
        expression: `topk(10, sum by (cmd) (rate(redis_commands_duration_seconds_total{${redis},cmd!~"b.*|xread.*"}[$__rate_interval])) / (sum by (cmd) (rate(redis_commands_total{${redis},cmd!~"b.*|xread.*"}[$__rate_interval])) > 0))`,
        legend: '{{cmd}}',
      },
    ],
  },
  {
    title: 'Clients',
    description: 'Connected, and of them waiting for a queue.',
    kind: 'timeseries',
    unit: 'short',
    queries: [
      {
        expression: `sum by (instance) (redis_connected_clients{${redis}})`,
        legend: 'connected {{instance}}',
      },
      { expression: `sum by (instance) (redis_blocked_clients{${redis}})`, legend: 'waiting {{instance}}' },
    ],
  },
  {
    title: 'Refused and evicted',
    description: 'Connections refused, and keys thrown away, a second. Normal: none of either.',
    kind: 'timeseries',
    unit: 'ops',
    queries: [
      {
        expression: `sum(rate(redis_rejected_connections_total{${redis}}[$__rate_interval]))`,
        legend: 'connections refused',
      },
      {
        expression: `sum(rate(redis_evicted_keys_total{${redis}}[$__rate_interval]))`,
        legend: 'keys evicted',
      },
    ],
  },
];

/** Their own lines are in CloudWatch; an exporter writes why it cannot reach them. */
const linesOf = (exporter: 'postgres-exporter' | 'redis-exporter'): string =>
  `{namespace="${monitoringWorkloadNamespaces[exporter]}", app="${exporter}"}`;

/** Database and cache as their exporters see them; their machines are in CloudWatch. */
export const storeRows: ComponentRows = () => [
  { dashboard: 'infrastructure', title: 'Database', logs: linesOf('postgres-exporter'), panels: database },
  { dashboard: 'infrastructure', title: 'Cache', logs: linesOf('redis-exporter'), panels: cache },
];
