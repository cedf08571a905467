import { type DashboardVariable, dashboardVariables } from '../../config/dashboards';
import type { Alert } from '../alert';
import type { DashboardRow, Panel } from '../dashboard-row';
import { grafanaUrl } from './grafana-settings';
import { panelId } from './panel-id';

/**
 * Address of the first panel that explains an alert, as a template of Prometheus: what the panel asks for is picked by
 * the alert's labels. null: no panel explains it, or only ones that need a pick which its labels do not say.
 */
export function alertPanelUrl(alert: Alert, rows: readonly DashboardRow[]): string | null {
  for (const { dashboard, title, panels } of rows) {
    for (const panel of panels.filter(({ alerts }) => alerts?.includes(alert.name))) {
      const variables = variablesOf(panel);
      const said = variables.filter((variable) => hasLabel(alert, variable));
      if (variables.some((variable) => !said.includes(variable) && !dashboardVariables[variable].multiple)) {
        continue;
      }
      const query = [
        `viewPanel=panel-${panelId(dashboard, title, panel.title)}`,
        ...said.map((variable) => `var-${variable}={{ $labels.${variable} }}`),
      ];
      return `${grafanaUrl}/d/${dashboard}?${query.join('&')}`;
    }
  }
  return null;
}

const variablesOf = ({ queries }: Panel): DashboardVariable[] =>
  (Object.keys(dashboardVariables) as DashboardVariable[]).filter((variable) =>
    queries.some(({ expression }) => new RegExp(`\\$\\{?${variable}\\b`).test(expression)),
  );

/** A summary says whom it is about. */
const hasLabel = ({ summary }: Alert, label: string): boolean => summary.includes(`$labels.${label} `);
