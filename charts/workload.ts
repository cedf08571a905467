import { ApiObject, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { podLabels } from '../config/contract';
import { type Workload as WorkloadName, workloadNamespaces } from '../config/flows';
import type { Environment } from '../config/schema';
import type { ClusterInputs } from './inputs';
import { flowPolicySpec } from './network/flow-policy';
import { type Autoscaling, autoscalerSpec } from './workload/autoscaler';
import { disruptionBudgetSpec } from './workload/disruption-budget';
import { selectorLabels, workloadMetadata } from './workload/labels';
import { spread } from './workload/placement';
import { podSpec, type PodShape } from './workload/pod';
import type { Probes } from './workload/probes';
import { type MetricSource, type QueueScaling, scaledObjectSpec } from './workload/queue-scaler';
import { contentHash } from './workload/revision';
import { rollingUpdate } from './workload/rollout';

export interface ContainerPort {
  readonly name: string;
  readonly port: number;
}

/** Scaling by the tasks that wait, and where the pods show how many. */
export interface WaitingTasks {
  readonly queue: QueueScaling;
  readonly source: MetricSource;
}

export interface FixedScale {
  readonly replicas: number;
}

export interface WorkloadProps {
  readonly environment: Environment;
  readonly inputs: ClusterInputs;
  readonly pod: PodShape & { readonly name: WorkloadName };
  /** A number that an autoscaler owns, by use or by the tasks that wait, or one that stays. */
  readonly scale: Autoscaling | FixedScale | WaitingTasks;
  readonly ports: readonly ContainerPort[];
  readonly probes: Probes;
  /** Between leaving the endpoints and SIGTERM. */
  readonly drainSeconds: number;
  /** Between SIGTERM and SIGKILL. */
  readonly shutdownSeconds: number;
  /** Ports by which other pods reach it by its name; empty: none does. */
  readonly servicePorts: readonly ContainerPort[];
  /** What the pod reads from a ConfigMap: a change of it is a new revision, which is rolled out. Default: nothing. */
  readonly configuration?: unknown;
}

/**
 * The one shape of a long-running workload: a Deployment that is rolled and drained without a failed request, with its
 * autoscaler if it has one, disruption budget, service account, network policy and, if others call it, its Service.
 */
export class Workload extends Construct {
  constructor(scope: Construct, props: WorkloadProps) {
    const { name } = props.pod;
    super(scope, name);
    const metadata = workloadMetadata(name, workloadNamespaces[name]);
    new k8s.KubeServiceAccount(this, 'service-account', { metadata, automountServiceAccountToken: false });
    new k8s.KubeNetworkPolicy(this, 'network-policy', {
      metadata,
      spec: flowPolicySpec(props.environment, name),
    });
    new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
      metadata,
      spec: disruptionBudgetSpec(name),
    });
    const deployment = new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: k8s.toJson_DeploymentSpec(deploymentSpec(props)),
    });
    drainBeforeStop(deployment, props.drainSeconds);
    if (isQueue(props.scale)) {
      new ApiObject(this, 'queue-scaler', {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        metadata,
        spec: scaledObjectSpec(name, props.scale.queue, props.scale.source),
      });
    } else if (!isFixed(props.scale)) {
      new k8s.KubeHorizontalPodAutoscalerV2(this, 'autoscaler', {
        metadata,
        spec: autoscalerSpec(name, props.scale),
      });
    }
    if (props.servicePorts.length > 0) {
      new k8s.KubeService(this, 'service', { metadata, spec: serviceSpec(props) });
    }
  }
}

const isQueue = (scale: WorkloadProps['scale']): scale is WaitingTasks => 'queue' in scale;

const isFixed = (scale: WorkloadProps['scale']): scale is FixedScale =>
  'replicas' in scale && typeof scale.replicas === 'number';

function deploymentSpec(props: WorkloadProps): k8s.DeploymentSpec {
  const { name } = props.pod;
  const spec: k8s.PodSpec = {
    ...podSpec(props.environment, props.pod, {
      ports: props.ports.map(({ name, port }) => ({ name, containerPort: port })),
      ...props.probes,
    }),
    topologySpreadConstraints: spread(name),
    terminationGracePeriodSeconds: props.drainSeconds + props.shutdownSeconds,
  };
  const revision = contentHash(
    [k8s.toJson_PodSpec(spec), props.drainSeconds, ...(props.configuration ? [props.configuration] : [])],
    props.inputs,
  );
  return {
    // Where an autoscaler owns the number, each deploy would set it back.
    ...(isFixed(props.scale) && { replicas: props.scale.replicas }),
    selector: { matchLabels: selectorLabels(name) },
    strategy: rollingUpdate,
    minReadySeconds: 5,
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 5,
    template: {
      metadata: { labels: { ...selectorLabels(name), [podLabels.revision]: revision } },
      spec,
    },
  };
}

/** The port is the container's own: EKS's policy engine compares a policy's port with both. */
const serviceSpec = ({ pod, servicePorts }: WorkloadProps): k8s.ServiceSpec => ({
  selector: selectorLabels(pod.name),
  ports: servicePorts.map(({ name, port }) => ({
    name,
    port,
    targetPort: k8s.IntOrString.fromNumber(port),
    protocol: 'TCP',
  })),
});

/**
 * Keeps a pod serving while the endpoints forget it, so that an image that cuts its requests at SIGTERM has none left.
 * A patch on an untyped object, because the typed API is Kubernetes 1.28's, which has no `sleep` and drops it.
 */
function drainBeforeStop(deployment: ApiObject, drainSeconds: number): void {
  deployment.addJsonPatch(
    JsonPatch.add('/spec/template/spec/containers/0/lifecycle', {
      preStop: { sleep: { seconds: drainSeconds } },
    }),
  );
}
