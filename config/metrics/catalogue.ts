import { applicationMetrics, nodejsMetrics } from './application';
import { costMetrics } from './cost';
import { containerMetrics, kubeletMetrics, kubeStateMetrics, nodeExporterMetrics } from './kubernetes';
import { type MetricSource, seriesNames } from './metric';
import {
  alertmanagerMetrics,
  alertMetrics,
  blackboxMetrics,
  logAgentMetrics,
  lokiMetrics,
  prometheusMetrics,
  scrapeMetrics,
} from './monitoring';
import { certManagerMetrics, ingressMetrics, kedaMetrics, temporalMetrics } from './platform';
import { poolerMetrics, postgresMetrics, redisMetrics } from './stores';

/** Every metric that a query or an alert may use. What is not here nobody has seen exist. */
export const metricSources = {
  application: applicationMetrics,
  nodejs: nodejsMetrics,
  pooler: poolerMetrics,
  postgres: postgresMetrics,
  redis: redisMetrics,
  ingress: ingressMetrics,
  temporal: temporalMetrics,
  keda: kedaMetrics,
  certManager: certManagerMetrics,
  kubeState: kubeStateMetrics,
  kubelet: kubeletMetrics,
  containers: containerMetrics,
  nodeExporter: nodeExporterMetrics,
  blackbox: blackboxMetrics,
  scrapes: scrapeMetrics,
  alerts: alertMetrics,
  prometheus: prometheusMetrics,
  alertmanager: alertmanagerMetrics,
  loki: lokiMetrics,
  logAgent: logAgentMetrics,
  cost: costMetrics,
} as const satisfies Record<string, MetricSource>;

export type MetricSourceName = keyof typeof metricSources;

/** Names of all series of the catalogue, those of histograms with their suffixes. */
export const catalogueSeries: ReadonlySet<string> = new Set(
  Object.values<MetricSource>(metricSources).flatMap(({ metrics }) => metrics.flatMap(seriesNames)),
);
