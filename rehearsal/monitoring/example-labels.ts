import { databases, namespaces } from '../../config/contract';
import { workloadNamespaces } from '../../config/flows';
import type { MetricLabel } from '../../config/metrics/metric';

export type Labels = Readonly<Record<string, string>>;

/** How much there is of what a cluster may have any number of. */
export interface ClusterSize {
  readonly tenants: number;
  readonly nodes: number;
  /** Of each workload. */
  readonly pods: number;
}

const numbered = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));

const nodeNames = ({ nodes }: ClusterSize): string[] => numbered(nodes, (index) => `node-${index}`);

/** The pods of a workload, as their targets are labelled. */
export const podsOf = (workload: string, { pods }: ClusterSize): Labels[] =>
  numbered(pods, (index) => ({
    namespace: (workloadNamespaces as Labels)[workload] ?? namespaces.monitoring,
    pod: `${workload}-${index}`,
  }));

/** The pods of all workloads, with what the API server knows of them. */
const allPods = (size: ClusterSize): Labels[] =>
  Object.keys(workloadNamespaces).flatMap((workload) =>
    podsOf(workload, size).map((pod, index) => ({
      ...pod,
      container: workload,
      node: nodeNames(size)[index % size.nodes]!,
    })),
  );

/** A route has one method; one route in all has answers that are not 200. */
const requests: readonly Labels[] = [
  ...[
    '/v1/agents',
    '/v1/agents/{agentId}',
    '/v1/events',
    '/v1/tasks',
    '/v1/tasks/{taskId}',
    '/v1/tenant',
  ].map((route) => ({ method: 'GET', route, status: '200' })),
  ...['202', '429', '500'].map((status) => ({ method: 'POST', route: '/v1/tasks', status })),
];

/** Labels whose values belong together, by the names of all of them. */
const together = (size: ClusterSize): Readonly<Record<string, readonly Labels[]>> => ({
  'method,route,status': requests,
  'namespace,pod,container,node': allPods(size),
  'namespace,pod,container': allPods(size),
  'namespace,pod': allPods(size),
  'namespace,pod,node': allPods(size),
  'provider,model': ['echo-small', 'echo-large'].map((model) => ({ provider: 'sample', model })),
  'namespace,deployment': ofWorkloads('deployment'),
  'namespace,statefulset': [{ namespace: namespaces.monitoring, statefulset: 'prometheus' }],
  'namespace,daemonset': [{ namespace: namespaces.monitoring, daemonset: 'log-agent' }],
  'namespace,horizontalpodautoscaler': ['api', 'realtime', 'worker'].map((name) => ({
    namespace: namespaces.app,
    horizontalpodautoscaler: name,
  })),
  'namespace,job_name': [{ namespace: namespaces.app, job_name: 'migration-0' }],
  'namespace,persistentvolumeclaim': numbered(4, (index) => ({
    namespace: namespaces.monitoring,
    persistentvolumeclaim: `data-${index}`,
  })),
});

const ofWorkloads = (label: string): Labels[] =>
  Object.entries(workloadNamespaces).map(([workload, namespace]) => ({ namespace, [label]: workload }));

/** Values of a label that stands alone and has no values in the catalogue. */
const alone = (size: ClusterSize): Readonly<Record<string, readonly string[]>> => ({
  tenant: numbered(size.tenants, (index) => `tenant-${index}`),
  kind: ['agent', 'report'],
  node: nodeNames(size),
  cpu: ['0', '1'],
  code: ['200', '404', '500'],
  cmd: ['get', 'set', 'hgetall', 'evalsha', 'xadd'],
  datname: Object.values(databases),
  stack: ['network', 'database', 'cache', 'cluster', 'workloads'],
  item: ['instances', 'storage'],
  customers: ['10', '100', '1000'],
  operation: ['StartWorkflowExecution', 'PollWorkflowTaskQueue', 'RespondWorkflowTaskCompleted'],
  environment: ['production'],
});

/** Sets of values of a metric's labels, those that belong together kept so. */
export function labelSets(labels: readonly MetricLabel[], size: ClusterSize): Labels[] {
  const left = new Map(labels.map((label) => [label.name, label]));
  const dimensions: (readonly Labels[])[] = [];
  for (const [names, sets] of Object.entries(together(size))) {
    const group = names.split(',');
    if (!group.every((name) => left.has(name))) continue;
    group.forEach((name) => left.delete(name));
    dimensions.push(sets.map((set) => Object.fromEntries(group.map((name) => [name, set[name]!]))));
  }
  for (const { name, values } of left.values()) {
    dimensions.push((values ?? alone(size)[name] ?? [name]).map((value) => ({ [name]: value })));
  }
  return dimensions.reduce<Labels[]>(
    (sets, dimension) => sets.flatMap((set) => dimension.map((more) => ({ ...set, ...more }))),
    [{}],
  );
}
