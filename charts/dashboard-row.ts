import type { DashboardName } from '../config/dashboards';
import type { Environment } from '../config/schema';

/** A unit by which Grafana formats values: https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/ */
export type PanelUnit =
  | 'none'
  | 'short'
  | 'percentunit'
  | 's'
  | 'bytes'
  | 'Bps'
  | 'reqps'
  | 'ops'
  | 'currencyUSD'
  | 'dateTimeFromNow';

export interface PanelQuery {
  /**
   * PromQL, or LogQL where the panel shows logs. `$tenant`, `$namespace`, `$__rate_interval` and `$__range` are the
   * dashboard's.
   */
  readonly expression: string;
  /** Name of the line, such as `{{pod}}`. A line that a pod has leads to the logs of that pod. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** What a reader learns from it, and what is normal. */
  readonly description: string;
  /** `stat` and `table` show the newest values, the others how they came about. */
  readonly kind: 'timeseries' | 'stat' | 'table' | 'logs';
  /** Of the values; lines of logs have none. */
  readonly unit: PanelUnit;
  readonly queries: readonly PanelQuery[];
  /** Alerts that this panel explains: it leads to their runbooks, and they lead to it. Default: none. */
  readonly alerts?: readonly string[];
  /** Values at which those alerts fire, drawn as lines: the first in yellow, the last in red. Default: none. */
  readonly thresholds?: readonly number[];
}

/** What one component shows on one dashboard. */
export interface DashboardRow {
  readonly dashboard: DashboardName;
  readonly title: string;
  /** LogQL of the lines behind its panels, which lead to them; null: none of them is in Loki. */
  readonly logs: string | null;
  readonly panels: readonly Panel[];
}

/** The rows that a part brings: for an environment whose image or settings lack what they show, fewer or none. */
export type ComponentRows = (environment: Environment) => readonly DashboardRow[];
