import { namespaces } from '../../config/contract';
import { poolerName } from '../../config/pooler';
import type { ComponentRows } from '../dashboard-row';

const pooler = `job="${poolerName}"`;

/** PgBouncer, by its exporter. */
export const poolerRows: ComponentRows = ({ pooling }) => [
  {
    dashboard: 'infrastructure',
    title: 'Pooler',
    logs: `{namespace="${namespaces.pooling}"}`,
    panels: [
      {
        title: 'Clients waiting for a connection',
        description: 'Normal: 0. They wait when the database is slow, or its connections are all in use.',
        kind: 'timeseries',
        unit: 'short',
        queries: [
          {
            expression: `sum by (pod) (pgbouncer_pools_client_waiting_connections{${pooler}})`,
            legend: '{{pod}}',
          },
        ],
        alerts: ['PoolerClientsWaiting', 'PoolerDown'],
        thresholds: [50],
      },
      {
        title: 'Longest wait',
        description: 'Of a client that still waits. After 60 s PgBouncer cuts it off.',
        kind: 'timeseries',
        unit: 's',
        queries: [
          {
            expression: `max by (pod) (pgbouncer_pools_client_maxwait_seconds{${pooler}})`,
            legend: '{{pod}}',
          },
        ],
        alerts: ['PoolerClientsWaitLong'],
        thresholds: [15],
      },
      {
        title: 'Clients',
        description: `Of each pod, which takes ${pooling.maxClients.toLocaleString('en-US')}.`,
        kind: 'timeseries',
        unit: 'short',
        queries: [
          {
            expression: `sum by (pod) (pgbouncer_pools_client_active_connections{${pooler}} + pgbouncer_pools_client_waiting_connections{${pooler}})`,
            legend: '{{pod}}',
          },
        ],
        alerts: ['PoolerClientsNearlyFull'],
        thresholds: [0.8 * pooling.maxClients],
      },
      {
        title: 'Connections to the database',
        description: `A pod has ${pooling.poolSize} for each user, and ${pooling.reservePoolSize} in reserve. All active: the pool is the bottleneck.`,
        kind: 'timeseries',
        unit: 'short',
        queries: [
          {
            expression: `sum by (pod) (pgbouncer_pools_server_active_connections{${pooler}})`,
            legend: 'active {{pod}}',
          },
          {
            expression: `sum by (pod) (pgbouncer_pools_server_idle_connections{${pooler}})`,
            legend: 'idle {{pod}}',
          },
        ],
      },
      {
        title: 'Queries',
        description: 'A second, through all poolers, by database.',
        kind: 'timeseries',
        unit: 'ops',
        queries: [
          {
            expression: `sum by (database) (rate(pgbouncer_stats_queries_pooled_total{${pooler}}[$__rate_interval]))`,
            legend: '{{database}}',
          },
        ],
      },
      {
        title: 'Mean time of a query',
        description: 'In the database, without the wait for a connection.',
        kind: 'timeseries',
        unit: 's',
        queries: [
          {
            expression: `sum by (database) (rate(pgbouncer_stats_queries_duration_seconds_total{${pooler}}[$__rate_interval])) / sum by (database) (rate(pgbouncer_stats_queries_pooled_total{${pooler}}[$__rate_interval]))`,
            legend: '{{database}}',
          },
        ],
      },
    ],
  },
];
