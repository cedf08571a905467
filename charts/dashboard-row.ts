/** The dashboards that there are; a component puts rows on them. */
export type DashboardName = 'tenants' | 'infrastructure' | 'business' | 'cost';

/** A unit by which Grafana formats values: https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/ */
export type PanelUnit =
  'short' | 'percentunit' | 's' | 'bytes' | 'Bps' | 'reqps' | 'ops' | 'currencyUSD' | 'dateTimeFromNow';

export interface PanelQuery {
  /** PromQL, or LogQL where the panel shows logs; `$tenant` and `$__rate_interval` are the dashboard's. */
  readonly expression: string;
  /** Name of the line, such as `{{pod}}`. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** What a reader learns from it, and what is normal. */
  readonly description: string;
  readonly kind: 'timeseries' | 'stat' | 'table' | 'logs';
  readonly unit: PanelUnit;
  readonly queries: readonly PanelQuery[];
  /** Alerts that this panel explains: the panel links to their runbooks. Default: none. */
  readonly alerts?: readonly string[];
}

/** What one component shows on one dashboard. */
export interface DashboardRow {
  readonly dashboard: DashboardName;
  readonly title: string;
  readonly panels: readonly Panel[];
}
