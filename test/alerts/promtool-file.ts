import { runbookPath } from '../../config/monitoring';
import type { AlertCase } from './alert-case';

/** A file of `promtool test rules`. https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/ */
export const promtoolFile = (ruleFiles: readonly string[], cases: readonly AlertCase[]): object => ({
  rule_files: ruleFiles,
  evaluation_interval: '1m',
  tests: cases.map((alertCase) => ({
    name: alertCase.alert,
    interval: `${alertCase.intervalMinutes ?? 1}m`,
    input_series: Object.entries(alertCase.series).map(([series, values]) => ({ series, values })),
    alert_rule_test: [
      ...alertCase.silentAt.map((minute) => expectation(alertCase, minute, [])),
      expectation(alertCase, alertCase.firingAt, [firing(alertCase)]),
      expectation(alertCase, alertCase.recoveredAt, []),
    ],
  })),
});

const expectation = ({ alert }: AlertCase, minute: number, alerts: readonly object[]): object => ({
  eval_time: `${minute}m`,
  alertname: alert,
  exp_alerts: alerts,
});

const firing = ({ alert, labels, summary }: AlertCase): object => ({
  exp_labels: labels,
  exp_annotations: { summary, runbook: runbookPath(alert) },
});
