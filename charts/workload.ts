import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { workloadNamespaces } from '../config/flows';
import { type Autoscaling, autoscalerSpec } from './workload/autoscaler';
import { createCompanions } from './workload/companions';
import { selectorLabels, workloadMetadata } from './workload/labels';
import {
  type ContainerPort,
  drainBeforeStop,
  type LongRunningPod,
  podTemplate,
  servicePort,
} from './workload/pod-template';
import { type MetricSource, type QueueScaling, scaledObjectSpec } from './workload/queue-scaler';
import { rollingUpdate } from './workload/rollout';

/** Scaling by the tasks that wait, and where the pods show how many. */
export interface WaitingTasks {
  readonly queue: QueueScaling;
  readonly source: MetricSource;
}

export interface FixedScale {
  readonly replicas: number;
}

export interface WorkloadProps extends LongRunningPod {
  /** A number that an autoscaler owns, by use or by the tasks that wait, or one that stays. */
  readonly scale: Autoscaling | FixedScale | WaitingTasks;
  /** Ports by which other pods reach it by its name; empty: none does. */
  readonly servicePorts: readonly ContainerPort[];
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
    createCompanions(this, props.environment, name);
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
      new k8s.KubeService(this, 'service', {
        metadata,
        spec: { selector: selectorLabels(name), ports: props.servicePorts.map(servicePort) },
      });
    }
  }
}

const isQueue = (scale: WorkloadProps['scale']): scale is WaitingTasks => 'queue' in scale;

const isFixed = (scale: WorkloadProps['scale']): scale is FixedScale =>
  'replicas' in scale && typeof scale.replicas === 'number';

const deploymentSpec = (props: WorkloadProps): k8s.DeploymentSpec => ({
  // Where an autoscaler owns the number, each deploy would set it back.
  ...(isFixed(props.scale) && { replicas: props.scale.replicas }),
  selector: { matchLabels: selectorLabels(props.pod.name) },
  strategy: rollingUpdate,
  minReadySeconds: 5,
  progressDeadlineSeconds: 600,
  revisionHistoryLimit: 5,
  template: podTemplate(props, { revisionLabel: 'pod-template-hash' }),
});
