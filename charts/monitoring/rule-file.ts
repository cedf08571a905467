import { runbookPath } from '../../config/monitoring';
import type { Environment } from '../../config/schema';
import type { Alert, RuleGroup } from '../alert';

/** A rule file as Prometheus reads it. https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
export interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly object[] }[];
}

/** The rules of an environment, without the alerts that it turns off. */
export const ruleFile = (
  groups: readonly RuleGroup[],
  { observability }: Pick<Environment, 'observability'>,
): RuleFile => ({
  groups: groups.map(({ name, recordings, alerts }) => ({
    name,
    rules: [
      ...recordings.map(({ record, expression }) => ({ record, expr: expression })),
      ...alerts
        .filter((alert) => !(alert.name in observability.alertsOff))
        .map((alert) => alertRule(name, alert)),
    ],
  })),
});

const alertRule = (
  component: string,
  { name, severity, owner, expression, forMinutes, summary, panelUrl }: Alert,
): object => ({
  alert: name,
  expr: expression,
  ...(forMinutes > 0 && { for: `${forMinutes}m` }),
  labels: { severity, owner, component },
  annotations: { summary, runbook: runbookPath(name), ...(panelUrl && { panel: panelUrl }) },
});
