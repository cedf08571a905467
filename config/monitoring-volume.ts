import { configuredComponents } from './components';
import type { ApplicationComponent } from './contract';
import { podGroups, type PodSettings } from './pod-groups';

/** Tenants that one process's metrics name; all others share a label (app/src/telemetry/tenant-labels.ts). */
const namedTenantsMax = 200;
/** `none` and `other`. */
const sharedLabels = 2;

/**
 * Series that a tenant costs in one pod. The API: a dozen of route, method and status, each six bounds, sum, count and a
 * counter, and some counters besides. Workers: outcomes of tasks and workflows, calls and tokens by model.
 */
const seriesPerTenant: Readonly<Record<ApplicationComponent, number>> = {
  api: 120,
  realtime: 15,
  worker: 25,
  lifecycle: 5,
};

/** Series of any pod besides: what its program shows of itself, cAdvisor of its containers, kube-state-metrics of it. */
const seriesPerPod = 400;
/** A Temporal service: its histograms by operation and task queue. */
const seriesPerTemporalPod = 2000;
/** The node exporter and the kubelet. */
const seriesPerNode = 1200;
/** One node for so many pods: pods ask for more than nodes of the pools hold twenty of. */
const podsPerNode = 4;
/** kube-state-metrics of what is not a pod, PostgreSQL's, Valkey's and the probes' figures. */
const otherSeries = 5000;

/** A release gives every pod a new name, and the series of the old one stay in memory for up to three hours. */
const releasesInMemory = 2;

/**
 * Memory of one series in Prometheus's head, with labels, index, open chunk and what a query takes: between 3 and 4 KiB
 * where each has some ten labels. https://www.robustperception.io/how-much-ram-does-prometheus-2-x-need-for-cardinality-and-ingestion/
 */
const kibPerSeries = 4;
/** Prometheus without a series. */
const idleMib = 150;

/** One to two bytes a sample. https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects */
const bytesPerSample = 1.7;
export const scrapeSeconds = 30;

/** Part of a volume that is for samples: the rest is for what is being written and compacted. */
export const retentionShare = 0.8;

/** Tenants for which Prometheus must be large enough. */
export const plannedTenants = 1000;

export interface MonitoringVolume {
  /** Scraped at one time, with every autoscaler at its maximum. */
  readonly series: number;
  /** Of the series of one pod at most, which is what one scrape takes. */
  readonly seriesOfAPod: number;
  /** Of one Prometheus, after a release. */
  readonly memoryMib: number;
  /** Of the samples of so many days. */
  readonly storageGib: number;
}

/** What so many tenants make of metrics, estimated. */
export function monitoringVolume(
  settings: PodSettings,
  tenants: number,
  retentionDays: number,
): MonitoringVolume {
  const labels = Math.min(tenants, namedTenantsMax) + sharedLabels;
  const ofTenants = configuredComponents(settings.application.components).reduce(
    (sum, [name, { replicas }]) => sum + replicas.max * labels * seriesPerTenant[name],
    0,
  );
  const groups = podGroups(settings).filter(({ kind }) => kind === 'deployment' || kind === 'stateful');
  const pods = groups.reduce((sum, { replicasMax }) => sum + replicasMax, 0);
  const temporalPods = groups
    .filter(({ field }) => field.startsWith('temporal.services'))
    .reduce((sum, { replicasMax }) => sum + replicasMax, 0);
  const ofPods = ofTenants + pods * seriesPerPod + temporalPods * seriesPerTemporalPod;
  const lasting = Math.ceil(pods / podsPerNode) * seriesPerNode + otherSeries;
  const series = ofPods + lasting;
  const inMemory = ofPods * releasesInMemory + lasting;
  const samples = (series / scrapeSeconds) * 24 * 3600 * retentionDays;
  return {
    series,
    seriesOfAPod: labels * Math.max(...Object.values(seriesPerTenant)) + seriesPerPod,
    memoryMib: Math.ceil(idleMib + (inMemory * kibPerSeries) / 1024),
    storageGib: (samples * bytesPerSample) / 1024 ** 3,
  };
}
