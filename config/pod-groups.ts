import { configuredComponents } from './components';
import type { namespaces } from './contract';
import { type PodSize, sumOfSizes } from './pod-size';
import { poolerExporterSize } from './pooler';
import type { Environment } from './schema';
import type { PoolName } from './schema/cluster';
import { temporalServices } from './temporal';

/** Share of a Deployment's pods that a roll-out starts before old ones go, rounded up. */
export const surgePercent = 25;

/** Pods of one kind: where its config is, where it runs, how many there are at most, what each asks for. */
export interface PodGroup extends PodSize {
  readonly field: string;
  readonly namespace: keyof typeof namespaces;
  readonly pool: PoolName;
  readonly replicasMax: number;
  /** `stateful`: pods with a name and volumes of their own; `job`: runs to its end; `filler`: gives its room to others. */
  readonly kind: 'deployment' | 'stateful' | 'job' | 'filler';
  /** Of each pod's own volume. Default: it has none. */
  readonly storageGib?: number;
}

/** The parts of an environment that say which pods there are. */
export interface PodSettings {
  readonly application: Pick<Environment['application'], 'components' | 'migration' | 'headroom'>;
  readonly pooling: Environment['pooling'];
  readonly ingress: Environment['ingress'];
  readonly temporal: Environment['temporal'];
  readonly autoscaling: Environment['autoscaling'];
  readonly monitoring: Environment['monitoring'];
}

/** cert-manager's own sizes of the pod that answers a challenge over HTTP. */
const acmeSolver: PodSize = { cpuRequestMillicores: 10, memoryRequestMib: 64, memoryLimitMib: 64 };

/** Every kind of pod that the charts of an environment run. */
export function podGroups(settings: PodSettings): PodGroup[] {
  const { application, pooling, temporal, autoscaling, ingress, monitoring } = settings;
  const { components, migration, headroom } = application;
  return [
    ...configuredComponents(components).map(([name, component]): PodGroup => ({
      ...component,
      field: `application.components.${name}`,
      namespace: 'app',
      replicasMax: component.replicas.max,
      kind: 'deployment',
    })),
    poolerGroup(pooling),
    { ...migration, field: 'application.migration', namespace: 'app', replicasMax: 1, kind: 'job' },
    ...temporalGroups(temporal),
    ...autoscalingGroups(autoscaling),
    ...monitoringGroups(monitoring),
    {
      ...headroom,
      memoryLimitMib: headroom.memoryRequestMib,
      field: 'application.headroom',
      namespace: 'headroom',
      pool: 'general',
      replicasMax: headroom.replicas,
      kind: 'filler',
    },
    {
      ...ingress,
      field: 'ingress',
      namespace: 'ingress',
      pool: 'general',
      replicasMax: ingress.replicas.max,
      kind: 'deployment',
    },
    // One host, so one challenge at a time.
    {
      ...acmeSolver,
      field: 'edge.appHost',
      namespace: 'app',
      pool: 'general',
      replicasMax: 1,
      kind: 'job',
    },
  ];
}

/** The pods of PgBouncer, each with its exporter. */
export const poolerGroup = (pooling: Environment['pooling']): PodGroup => ({
  ...sumOfSizes(pooling, poolerExporterSize),
  field: 'pooling',
  namespace: 'pooling',
  pool: 'general',
  replicasMax: pooling.replicas,
  kind: 'deployment',
});

/** The pods of the Temporal server, its UI and its two jobs, of which one runs at a time. */
function temporalGroups({ services, ui, jobs }: Environment['temporal']): PodGroup[] {
  const common = { namespace: 'temporal', pool: 'general' } as const;
  return [
    ...temporalServices.map((service): PodGroup => ({
      ...services[service],
      ...common,
      field: `temporal.services.${service}`,
      replicasMax: services[service].replicas,
      kind: 'deployment',
    })),
    { ...ui, ...common, field: 'temporal.ui', replicasMax: ui.replicas, kind: 'deployment' },
    { ...jobs, ...common, field: 'temporal.jobs', replicasMax: 1, kind: 'job' },
  ];
}

/** The pods of KEDA. */
const autoscalingGroups = (autoscaling: Environment['autoscaling']): PodGroup[] =>
  (['operator', 'metrics'] as const).map((part) => ({
    ...autoscaling[part],
    field: `autoscaling.${part}`,
    namespace: 'autoscaling',
    pool: 'general',
    replicasMax: autoscaling[part].replicas,
    kind: 'deployment',
  }));

/** The pods of the namespace `monitoring`. */
function monitoringGroups({ exporters, grafana, ...monitoring }: Environment['monitoring']): PodGroup[] {
  const common = { namespace: 'monitoring', pool: 'general' } as const;
  return [
    ...(['prometheus', 'alertmanager', 'loki', 'logAgent'] as const).map((name): PodGroup => ({
      ...monitoring[name],
      ...common,
      field: `monitoring.${name}`,
      replicasMax: monitoring[name].replicas,
      kind: 'stateful',
    })),
    ...(['postgres', 'redis', 'blackbox'] as const).map((name): PodGroup => ({
      ...exporters[name],
      ...common,
      field: `monitoring.exporters.${name}`,
      replicasMax: 1,
      kind: 'deployment',
    })),
    { ...grafana, ...common, field: 'monitoring.grafana', replicasMax: 1, kind: 'deployment' },
  ];
}

const surgeOf = (replicas: number): number => Math.ceil((replicas * surgePercent) / 100);

/** Most pods of a group that need a node at one time: a roll-out's new ones come before old ones go. */
export const podsOnNodes = ({ kind, replicasMax }: Pick<PodGroup, 'kind' | 'replicasMax'>): number =>
  kind === 'deployment' ? replicasMax + surgeOf(replicasMax) : replicasMax;

/**
 * Most pods of a group that exist at one time: all replicas of the new revision, the surge, and all replicas of the old
 * one, which count against a quota as long as they drain. A job's failed try can still be stopping when the next starts.
 * A stateful pod is gone before the next one of its name is made.
 */
export function podsInNamespace({ kind, replicasMax }: Pick<PodGroup, 'kind' | 'replicasMax'>): number {
  if (kind === 'stateful') return replicasMax;
  return kind === 'job' ? 2 * replicasMax : replicasMax + surgeOf(replicasMax) + replicasMax;
}
