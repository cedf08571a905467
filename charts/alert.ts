import type { Environment } from '../config/schema';

/** `critical` pages at any hour; `warning` waits for the morning; `heartbeat` tells nobody, and its absence does. */
export type AlertSeverity = 'critical' | 'warning' | 'heartbeat';

/** An alert of Prometheus. Its name is also the name of its runbook, `docs/runbooks/<name>.md`, and of its unit test. */
export interface Alert {
  /** In PascalCase, what is wrong: `ApiErrorsHigh`. */
  readonly name: string;
  readonly severity: AlertSeverity;
  /** Whose work the mending is: the platform's, or the product's in its image. */
  readonly owner: 'platform' | 'product';
  /** PromQL; each series of its result is one alert. */
  readonly expression: string;
  /** How long it must hold before anybody is told. */
  readonly forMinutes: number;
  /** One sentence: what a customer feels or soon will. Templates such as `{{ $labels.pod }}` are Prometheus's. */
  readonly summary: string;
  /** Where Grafana shows it, with such templates, too. Parts leave it out; it is added from their panels. */
  readonly panelUrl?: string | null;
}

/** A series that is computed once, for alerts and panels that would each compute it. */
export interface RecordingRule {
  /** `level:metric:operation`, as https://prometheus.io/docs/practices/rules/ asks. */
  readonly record: string;
  readonly expression: string;
}

/** Rules that are evaluated one after the other, at one time. */
export interface RuleGroup {
  /** The part that they watch. Alerts of one part and severity make one page: it is their label `component`. */
  readonly name: string;
  readonly recordings: readonly RecordingRule[];
  readonly alerts: readonly Alert[];
}

/** The rules that a part brings: for an environment whose image or settings lack what they watch, fewer or none. */
export type ComponentRules = (environment: Environment) => RuleGroup;
