import { App } from 'cdk8s';
import type { Environment } from '../config/schema';
import type { ComponentRules, RuleGroup } from './alert';
import { requestAlerts } from './app/requests.alerts';
import { taskAlerts } from './app/tasks.alerts';
import { tenantAlerts } from './app/tenants.alerts';
import { autoscalingAlerts } from './autoscaling/autoscaling.alerts';
import { nodeAlerts } from './cluster/nodes.alerts';
import { applicationRows } from './app/application.dashboard';
import { businessRows } from './app/business.dashboard';
import { providerRows } from './app/providers.dashboard';
import { tenantRows } from './app/tenants.dashboard';
import { autoscalingRows } from './autoscaling/autoscaling.dashboard';
import { nodeRows } from './cluster/nodes.dashboard';
import { NodesChart } from './cluster/nodes-chart';
import { renderApplication } from './app/application-chart';
import { renderMigrations } from './app/migration-chart';
import { renderAutoscaling } from './autoscaling/autoscaling-chart';
import { podAlerts } from './foundation/pods.alerts';
import type { ComponentRows, DashboardRow } from './dashboard-row';
import { alertPanelUrl } from './dashboards/alert-panels';
import { renderDashboards } from './dashboards/dashboards-chart';
import { podRows } from './foundation/pods.dashboard';
import { renderFoundation } from './foundation/foundation-chart';
import { ingressRows } from './ingress/ingress.dashboard';
import { renderNamespaces } from './foundation/namespace-chart';
import { ingressAlerts } from './ingress/ingress.alerts';
import { renderIngress } from './ingress/ingress-chart';
import type { ClusterInputs } from './inputs';
import { renderAlerting } from './monitoring/alerting-chart';
import { logAlerts } from './logs/logs.alerts';
import { renderLogs } from './logs/logs-chart';
import { renderMetrics } from './monitoring/metrics-chart';
import { monitoringAlerts } from './monitoring/monitoring.alerts';
import { statusRules } from './monitoring/status';
import { storeAlerts } from './monitoring/stores.alerts';
import { poolerAlerts } from './pooling/pooler.alerts';
import { renderPooling } from './pooling/pooler-chart';
import type { RenderedChart } from './rendered-chart';
import { temporalAlerts } from './temporal/temporal.alerts';
import { logRows } from './logs/logs.dashboard';
import { costRows } from './monitoring/cost.dashboard';
import { monitoringRows } from './monitoring/monitoring.dashboard';
import { storeRows } from './monitoring/stores.dashboard';
import { poolerRows } from './pooling/pooler.dashboard';
import { temporalRows } from './temporal/temporal.dashboard';
import { renderTemporalNamespace, renderTemporalSchema } from './temporal/jobs';
import { renderTemporal } from './temporal/temporal-chart';

/** What the node chart knows of the cluster that it is applied to. */
export interface NodeInputs {
  readonly nodeRoleName: string;
  readonly clusterName: string;
}

/** Node class, node pools and the switch that makes NetworkPolicies count: applied before any add-on. */
export function renderNodes(environment: Environment, inputs: NodeInputs): RenderedChart {
  const chart = new NodesChart(new App(), 'nodes', { environment, ...inputs });
  return { name: chart.node.id, objects: chart.toJson() };
}

/** All other charts, in the order in which they are applied. */
export function renderCharts(environment: Environment, inputs: ClusterInputs): readonly RenderedChart[] {
  return [
    renderNamespaces(environment),
    renderFoundation(environment, inputs),
    renderPooling(environment, inputs),
    renderTemporalSchema(environment, inputs),
    renderTemporal(environment, inputs),
    renderTemporalNamespace(environment, inputs),
    renderAutoscaling(environment, inputs),
    renderAlerting(environment, inputs),
    renderMetrics(environment, inputs, ruleGroups(environment)),
    renderLogs(environment, inputs),
    renderDashboards(environment, inputs, dashboardRows(environment)),
    renderMigrations(environment, inputs),
    renderApplication(environment, inputs),
    renderIngress(environment, inputs),
  ];
}

const rules: readonly ComponentRules[] = [
  requestAlerts,
  taskAlerts,
  tenantAlerts,
  ingressAlerts,
  podAlerts,
  nodeAlerts,
  poolerAlerts,
  storeAlerts,
  temporalAlerts,
  autoscalingAlerts,
  logAlerts,
  monitoringAlerts,
  statusRules,
];

/** The rules of all parts that an environment has something to watch of; each alert leads to the panel that explains it. */
export function ruleGroups(environment: Environment): readonly RuleGroup[] {
  const shown = dashboardRows(environment);
  return rules
    .map((rulesOf) => rulesOf(environment))
    .filter(({ recordings, alerts }) => recordings.length + alerts.length > 0)
    .map((group) => ({
      ...group,
      alerts: group.alerts.map((alert) => ({ ...alert, panelUrl: alertPanelUrl(alert, shown) })),
    }));
}

/** In the order in which their rows stand on a dashboard. */
const rows: readonly ComponentRows[] = [
  tenantRows,
  businessRows,
  ingressRows,
  applicationRows,
  autoscalingRows,
  podRows,
  nodeRows,
  poolerRows,
  storeRows,
  temporalRows,
  monitoringRows,
  logRows,
  providerRows,
  costRows,
];

/** What the parts of an environment show, on all dashboards. */
export const dashboardRows = (environment: Environment): readonly DashboardRow[] =>
  rows.flatMap((rowsOf) => rowsOf(environment));
