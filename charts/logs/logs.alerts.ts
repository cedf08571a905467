import { logLinesMetric } from '../../config/logs';
import type { ComponentRules } from '../alert';

const lines = `${logLinesMetric.prefix}${logLinesMetric.name}`;
const errors = `${lines}{job="log-agent",level=~"error|fatal"}`;

/** How many errors programs write, and whether logs arrive and go again. */
export const logAlerts: ComponentRules = () => ({
  name: 'logs',
  recordings: [
    {
      record: 'namespace_app:log_errors:rate5m',
      // The namespace and the pod of the lines, not of the agent.
      expression: `sum by (namespace, app) (label_replace(rate(${errors}[5m]), "namespace", "$1", "exported_namespace", "(.+)"))`,
    },
  ],
  alerts: [
    {
      name: 'LogsNotArriving',
      severity: 'warning',
      owner: 'platform',
      expression: 'sum(rate(loki_write_sent_entries_total{job="log-agent"}[10m])) == 0',
      forMinutes: 15,
      summary:
        'No line of any log has arrived for a quarter of an hour: who has to explain a failure will not see it.',
    },
    {
      name: 'LogsNotErased',
      severity: 'warning',
      owner: 'platform',
      expression:
        'time() - max(loki_compactor_apply_retention_last_successful_run_timestamp_seconds{job="loki"}) > 86400',
      forMinutes: 60,
      summary:
        'Loki has deleted nothing for a day: lines of tenants that were erased are hidden, but still there.',
    },
  ],
});
