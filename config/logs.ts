import { namespaces } from './contract';
import { monitoringHosts, monitoringPorts } from './monitoring';

/**
 * The contract of log lines: what the agent reads out of them, how Loki finds them again, how much there is. Nothing
 * here differs between environments; how long lines are kept is `observability.logs`.
 */

/**
 * Labels of a stream, and no others: Loki keeps an index and a chunk for each set of values, so each has to have few.
 * They are a subset of Promtail's. `pod` is one, because Loki refuses lines that are an hour older than a stream's
 * newest, and pods in one stream would lose theirs after an outage of the agent.
 */
export const logLabels = ['namespace', 'app', 'container', 'pod', 'level'] as const;

/**
 * Structured metadata of a line: found as fast as a label's value within a stream, and free to have any number of
 * values. Names of the JSON fields of the application's log.
 */
export const logMetadata = ['tenant', 'tenantSlug', 'request', 'trace'] as const;

/** Values of the label `level`; what a program calls otherwise, the agent translates. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'unknown'] as const;
export type LogLevel = (typeof logLevels)[number];

/** How programs of the platform call a level, where they do not use our names. */
export const levelSynonyms: Readonly<Record<string, LogLevel>> = {
  // PgBouncer
  log: 'info',
  noise: 'trace',
  // zap and logrus
  dpanic: 'fatal',
  panic: 'fatal',
  warning: 'warn',
  // log/slog of Go beyond its four, syslog
  notice: 'info',
  err: 'error',
  critical: 'fatal',
};

/** By which the application tells the id of a request, the field `request` of its lines. */
export const requestIdHeader = 'X-Request-Id';

/** Namespaces whose pods' output is kept; the pods that only hold room open write nothing. */
export const logNamespaces: readonly string[] = Object.values(namespaces).filter(
  (namespace) => namespace !== namespaces.headroom,
);

/** Where Loki answers, for the agent, Grafana and the erasure of a tenant. */
export const lokiUrl = `http://${monitoringHosts.loki}:${monitoringPorts.loki}`;

/** `log_lines_total`: lines that the agent has passed on, by the labels of their streams. Without a prefix it sets its own. */
export const logLinesMetric = { prefix: 'log_', name: 'lines_total' } as const;

/** After the agent was away: older lines than this are refused. */
export const acceptedAgeDays = 7;

/**
 * Lines of one pod that are passed on: what a loop writes beyond that is dropped and counted. At once so many that what
 * waited while Loki was away comes through.
 */
export const podLinesPerSecondMax = 200;
export const podLinesAtOnceMax = 100_000;

/** What the proxy writes of a request; all else may hold a token, and is a third of the volume. */
export const accessLogFields = [
  // The address as the load balancer names it; `ClientHost` is what a header claims.
  'ClientAddr',
  'RequestHost',
  'RequestMethod',
  // Without its query.
  'RequestPath',
  'RouterName',
  'ServiceAddr',
  'DownstreamStatus',
  'DownstreamContentSize',
  'Duration',
  'OriginDuration',
  'RetryAttempts',
] as const;

/** The second is the application's answer, by which a line of the proxy leads to those of the application. */
export const accessLogHeaders = ['User-Agent', requestIdHeader] as const;
