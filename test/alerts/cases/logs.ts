import { type AlertCase, counter, gauge } from '../alert-case';

const labels = { severity: 'warning', owner: 'platform', component: 'logs' };
const day = 86_400;

export const logCases: readonly AlertCase[] = [
  {
    alert: 'LogsNotArriving',
    series: {
      'loki_write_sent_entries_total{job="log-agent",pod="log-agent-0",endpoint="loki"}': counter(
        [30, 50],
        [40, 0],
        [30, 50],
      ),
    },
    silentAt: [29, 50],
    firingAt: 60,
    recoveredAt: 75,
    labels,
    summary:
      'No line of any log has arrived for a quarter of an hour: who has to explain a failure will not see it.',
  },
  {
    alert: 'LogsNotErased',
    intervalMinutes: 10,
    series: {
      'loki_compactor_apply_retention_last_successful_run_timestamp_seconds{job="loki",pod="loki-0"}': gauge(
        [160, 0],
        [20, 160 * 600],
      ),
    },
    silentAt: [day / 60 - 10, day / 60 + 50],
    firingAt: day / 60 + 80,
    recoveredAt: 1620,
    labels,
    summary:
      'Loki has deleted nothing for a day: lines of tenants that were erased are hidden, but still there.',
  },
];
