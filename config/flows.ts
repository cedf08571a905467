import { autoscalingWorkloadNamespaces, kedaPorts } from './autoscaling';
import { type ApplicationComponent, namespaces, ports } from './contract';
import { monitoringWorkloadNamespaces } from './monitoring';
import { monitoringFlows } from './monitoring-flows';
import {
  temporalPorts,
  type TemporalService,
  temporalServices,
  temporalWorkloadNamespaces,
} from './temporal';

/** Pods that talk: each is the value of `app.kubernetes.io/name` in one namespace. */
export const workloadNamespaces = {
  api: namespaces.app,
  realtime: namespaces.app,
  worker: namespaces.app,
  lifecycle: namespaces.app,
  migration: namespaces.app,
  pooler: namespaces.pooling,
  ingress: namespaces.ingress,
  /** Pods that cert-manager makes for as long as a challenge over HTTP lasts, beside the certificate. */
  'acme-solver': namespaces.app,
  ...temporalWorkloadNamespaces,
  ...autoscalingWorkloadNamespaces,
  ...monitoringWorkloadNamespaces,
} as const satisfies Record<ApplicationComponent | 'migration', string> & Record<string, string>;
export type Workload = keyof typeof workloadNamespaces;

/**
 * Pods of EKS's add-ons, each the value of `app.kubernetes.io/name` in the add-on's own namespace. No policy of ours
 * stands there, so of a flow to one only our side is held to the table.
 */
export const addonPodNamespaces = {
  'kube-state-metrics': 'kube-state-metrics',
  'cert-manager': 'cert-manager',
} as const;
export type AddonPod = keyof typeof addonPodNamespaces;

/**
 * Peers that are addresses, not pods.
 * - `database`, `cache`: the data subnets, behind security groups of their own.
 * - `kubernetes-api`: the API server's addresses in the private subnets.
 * - `load-balancer`: the public subnets.
 * - `nodes`: the nodes themselves, in the private subnets, with what listens on their own address.
 * - `internet`: every address but the VPC's, private ones and 169.254/16, because agents run customers' tasks.
 */
export const outsidePeers = [
  'database',
  'cache',
  'kubernetes-api',
  'load-balancer',
  'nodes',
  'internet',
] as const;
export type OutsidePeer = (typeof outsidePeers)[number];

export type Peer = Workload | AddonPod | OutsidePeer;

export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  /** TCP port at the receiver; `application` is the environment's application port. */
  readonly port: number | 'application';
  readonly why: string;
}

/** Every service of Temporal finds and calls the others, also pods of its own kind. */
const temporalInside = (from: TemporalService, to: TemporalService): Flow[] =>
  Object.values(temporalPorts[to]).map((port) => ({
    from: `temporal-${from}`,
    to: `temporal-${to}`,
    port,
    why: 'the services of one server, by mutual TLS',
  }));

const frontend = temporalPorts.frontend.rpc;

/**
 * The one table of who talks to whom. What is not here is refused, by NetworkPolicies between pods and by security
 * groups where a flow leaves the cluster. DNS (port 53 by address) and the Pod Identity agent are open to every pod.
 */
export const flows: readonly Flow[] = [
  { from: 'api', to: 'pooler', port: ports.pooler, why: 'requests read and write tenants’ rows' },
  { from: 'api', to: 'cache', port: ports.cache, why: 'queues, sessions, rate limits' },
  { from: 'api', to: 'internet', port: ports.https, why: 'sign-in keys of the identity provider, AWS APIs' },
  { from: 'realtime', to: 'pooler', port: ports.pooler, why: 'a socket’s tenant and permissions' },
  { from: 'realtime', to: 'cache', port: ports.cache, why: 'the Socket.io stream adapter' },
  { from: 'realtime', to: 'internet', port: ports.https, why: 'sign-in keys of the identity provider' },
  { from: 'worker', to: 'pooler', port: ports.pooler, why: 'tasks, the outbox' },
  { from: 'worker', to: 'cache', port: ports.cache, why: 'queues' },
  { from: 'worker', to: 'internet', port: ports.https, why: 'model providers, customers’ systems' },
  { from: 'pooler', to: 'database', port: ports.database, why: 'the connections that clients share' },
  { from: 'lifecycle', to: 'database', port: ports.database, why: 'tenants’ roles, schemas and rows' },
  { from: 'lifecycle', to: 'cache', port: ports.cache, why: 'an erased tenant’s keys and jobs' },
  { from: 'lifecycle', to: 'internet', port: ports.https, why: 'exports to S3, by AWS’s public endpoints' },
  { from: 'migration', to: 'database', port: ports.database, why: 'schema changes before a release' },
  { from: 'load-balancer', to: 'ingress', port: ports.ingressHttp, why: 'challenges over HTTP, redirects' },
  { from: 'load-balancer', to: 'ingress', port: ports.ingressHttps, why: 'what browsers ask' },
  { from: 'load-balancer', to: 'ingress', port: ports.ingressHealth, why: 'health checks of its targets' },
  { from: 'ingress', to: 'api', port: 'application', why: 'requests' },
  { from: 'ingress', to: 'realtime', port: 'application', why: 'sockets' },
  { from: 'ingress', to: 'acme-solver', port: ports.acmeSolver, why: 'challenges of new certificates' },
  {
    from: 'ingress',
    to: 'kubernetes-api',
    port: ports.kubernetesApi,
    why: 'routes, endpoints, certificates',
  },
  { from: 'api', to: 'temporal-frontend', port: frontend, why: 'starts and asks for workflows' },
  { from: 'worker', to: 'temporal-frontend', port: frontend, why: 'carries workflows out' },
  {
    from: 'lifecycle',
    to: 'temporal-frontend',
    port: frontend,
    why: 'tenants’ namespaces, an erased one’s workflows',
  },
  { from: 'temporal-ui', to: 'temporal-frontend', port: frontend, why: 'shows workflows to an operator' },
  {
    from: 'temporal-namespace',
    to: 'temporal-frontend',
    port: frontend,
    why: 'makes the tenants’ namespace',
  },
  {
    from: 'temporal-schema',
    to: 'database',
    port: ports.database,
    why: 'schema changes before a new server',
  },
  { from: 'keda-operator', to: 'worker', port: 'application', why: 'how many tasks wait' },
  {
    from: 'keda-operator',
    to: 'kubernetes-api',
    port: ports.kubernetesApi,
    why: 'autoscalers and what they scale',
  },
  { from: 'keda-metrics', to: 'kubernetes-api', port: ports.kubernetesApi, why: 'who may read metrics' },
  {
    from: 'keda-metrics',
    to: 'keda-operator',
    port: kedaPorts.operatorMetrics,
    why: 'the metrics, by mutual TLS',
  },
  {
    from: 'kubernetes-api',
    to: 'keda-metrics',
    port: kedaPorts.adapter,
    why: 'autoscalers read metrics through it',
  },
  ...temporalServices.flatMap((service): Flow[] => [
    {
      from: `temporal-${service}`,
      to: 'database',
      port: ports.database,
      why: 'workflows’ state, past the pooler',
    },
    ...temporalServices.flatMap((other) => temporalInside(service, other)),
  ]),
  ...monitoringFlows,
];
