import { namespaces } from '../../config/contract';
import type { ComponentRows } from '../dashboard-row';

/** Log lines, and how many there are. */
export const logRows: ComponentRows = () => [
  {
    dashboard: 'infrastructure',
    title: 'Logs',
    logs: `{namespace="${namespaces.monitoring}", app=~"loki|log-agent"}`,
    panels: [
      {
        title: 'Taken in',
        description: 'Bytes a second. It is paid for, and a loop that logs shows here first.',
        kind: 'timeseries',
        unit: 'Bps',
        queries: [
          {
            expression: 'sum(rate(loki_distributor_bytes_received_total{job="loki"}[$__rate_interval]))',
            legend: 'taken in',
          },
        ],
        alerts: ['LogsNotArriving'],
      },
      {
        title: 'Lost',
        description: 'Lines a second that Loki refused, or that the agent gave up on. Normal: 0.',
        kind: 'timeseries',
        unit: 'ops',
        queries: [
          {
            expression: 'sum(rate(loki_discarded_samples_total{job="loki"}[$__rate_interval])) or vector(0)',
            legend: 'refused',
          },
          {
            expression:
              'sum(rate(loki_write_dropped_entries_total{job="log-agent"}[$__rate_interval])) or vector(0)',
            legend: 'given up',
          },
        ],
      },
      {
        title: 'Time since lines were deleted',
        description: 'Loki deletes what is too old, and what erased tenants left, within hours.',
        kind: 'timeseries',
        unit: 's',
        queries: [
          {
            expression:
              'time() - max(loki_compactor_apply_retention_last_successful_run_timestamp_seconds{job="loki"})',
            legend: 'since then',
          },
        ],
        alerts: ['LogsNotErased'],
        thresholds: [86_400],
      },
      {
        title: 'Errors',
        description: `Lines of level error and fatal. Without a namespace picked: of all, also of ${namespaces.app}.`,
        kind: 'logs',
        unit: 'none',
        queries: [{ expression: '{namespace=~"$namespace", level=~"error|fatal"}', legend: '' }],
      },
    ],
  },
];
