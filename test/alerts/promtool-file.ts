import { runbookPath } from '../../config/monitoring';
import type { AlertCase } from './alert-case';

/** A file of one test for `promtool test rules`. https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/ */
export const promtoolFile = (ruleFileName: string, alertCase: AlertCase, panelUrl: string | null): object => {
  const interval = `${alertCase.intervalMinutes ?? 1}m`;
  return {
    rule_files: [ruleFileName],
    evaluation_interval: interval,
    tests: [
      {
        name: alertCase.alert,
        interval,
        input_series: Object.entries(alertCase.series).map(([series, values]) => ({ series, values })),
        alert_rule_test: [
          ...alertCase.silentAt.map((minute) => expectation(alertCase, minute, [])),
          expectation(alertCase, alertCase.firingAt, [firing(alertCase, panelUrl)]),
          expectation(alertCase, alertCase.recoveredAt, []),
        ],
      },
    ],
  };
};

const expectation = ({ alert }: AlertCase, minute: number, alerts: readonly object[]): object => ({
  eval_time: `${minute}m`,
  alertname: alert,
  exp_alerts: alerts,
});

const firing = ({ alert, labels, summary }: AlertCase, panelUrl: string | null): object => ({
  exp_labels: labels,
  exp_annotations: {
    summary,
    runbook: runbookPath(alert),
    ...(panelUrl !== null && {
      // Prometheus has to know each label that the address names.
      panel: panelUrl.replace(
        /\{\{ \$labels\.(\w+) }}/g,
        (_, label: string) => labels[label] ?? `no ${label}`,
      ),
    }),
  },
});
