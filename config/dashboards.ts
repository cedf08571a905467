import { monitoringHosts, monitoringPorts } from './monitoring';

/** The dashboards that there are, by uid: `/d/<uid>` is their address. A component puts rows on them. */
export const dashboardNames = ['tenants', 'infrastructure', 'business', 'cost'] as const;
export type DashboardName = (typeof dashboardNames)[number];

const monitoringUrl = (part: 'prometheus' | 'loki' | 'alertmanager'): string =>
  `http://${monitoringHosts[part]}:${monitoringPorts[part]}`;

/** Where Grafana asks; a dashboard names each by its uid, which is its key. */
export const dataSources = {
  prometheus: { type: 'prometheus', url: monitoringUrl('prometheus') },
  loki: { type: 'loki', url: monitoringUrl('loki') },
  alertmanager: { type: 'alertmanager', url: monitoringUrl('alertmanager') },
} as const;
export type DataSourceUid = keyof typeof dataSources;

/** What a user picks at the top of a dashboard, by the name of the variable. */
export const dashboardVariables = {
  tenant: {
    label: 'Tenant',
    description: 'Whose work the panels show, by slug.',
    dashboards: ['tenants'],
    /** Values of a label of series that Prometheus has. */
    values: 'label_values(http_requests_total{tenant!="none"}, tenant)',
    multiple: false,
  },
  namespace: {
    label: 'Namespace',
    description: 'Whose pods the panels about pods show.',
    dashboards: ['infrastructure'],
    values: 'label_values(kube_pod_info, namespace)',
    multiple: true,
  },
} as const satisfies Record<
  string,
  {
    readonly label: string;
    readonly description: string;
    readonly dashboards: readonly DashboardName[];
    readonly values: string;
    readonly multiple: boolean;
  }
>;
export type DashboardVariable = keyof typeof dashboardVariables;

/**
 * Figures of `npx platform cost --rules`, which an operator applies; Prometheus's pods mount them where they are there.
 * A minute is as often as a figure that changes once a month has to be written, to be found by every query.
 */
export const costFigures = {
  configMapName: 'cost-figures',
  fileName: 'cost.yml',
  evaluationInterval: '1m',
} as const;
