import { type ApiObject, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { podLabels } from '../../config/contract';
import type { Workload as WorkloadName } from '../../config/flows';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { selectorLabels } from './labels';
import { spread } from './placement';
import { podSpec, type PodShape } from './pod';
import type { Probes } from './probes';
import { contentHash } from './revision';

export interface ContainerPort {
  readonly name: string;
  readonly port: number;
}

/** What a long-running workload says of its pods, whoever makes them. */
export interface LongRunningPod {
  readonly environment: Environment;
  readonly inputs: ClusterInputs;
  readonly pod: PodShape & { readonly name: WorkloadName };
  readonly ports: readonly ContainerPort[];
  readonly probes: Probes;
  /** Between leaving the endpoints and SIGTERM. */
  readonly drainSeconds: number;
  /** Between SIGTERM and SIGKILL. */
  readonly shutdownSeconds: number;
  /** What the pod reads from a ConfigMap: a change of it is a new revision, which is rolled out. Default: nothing. */
  readonly configuration?: unknown;
}

/** The template of a long-running workload's pods, with the hash of all that makes a new revision. */
export function podTemplate(
  props: LongRunningPod,
  rest: { readonly revisionLabel: string; readonly volumeMounts?: k8s.VolumeMount[] },
): k8s.PodTemplateSpec {
  const { name } = props.pod;
  const { volumeMounts, revisionLabel } = rest;
  const spec: k8s.PodSpec = {
    ...podSpec(props.environment, props.pod, {
      ports: props.ports.map(({ name, port }) => ({ name, containerPort: port })),
      ...props.probes,
      ...(volumeMounts && { volumeMounts }),
    }),
    topologySpreadConstraints: spread(name, revisionLabel),
    terminationGracePeriodSeconds: props.drainSeconds + props.shutdownSeconds,
  };
  const revision = contentHash(
    [k8s.toJson_PodSpec(spec), props.drainSeconds, ...(props.configuration ? [props.configuration] : [])],
    props.inputs,
  );
  return { metadata: { labels: { ...selectorLabels(name), [podLabels.revision]: revision } }, spec };
}

/** The port is the container's own: EKS's policy engine compares a policy's port with both. */
export const servicePort = ({ name, port }: ContainerPort): k8s.ServicePort => ({
  name,
  port,
  targetPort: k8s.IntOrString.fromNumber(port),
  protocol: 'TCP',
});

/**
 * Keeps a pod serving while the endpoints forget it, so that an image that cuts its requests at SIGTERM has none left.
 * A patch on an untyped object, because the typed API is Kubernetes 1.28's, which has no `sleep` and drops it.
 */
export function drainBeforeStop(podOwner: ApiObject, drainSeconds: number): void {
  podOwner.addJsonPatch(
    JsonPatch.add('/spec/template/spec/containers/0/lifecycle', {
      preStop: { sleep: { seconds: drainSeconds } },
    }),
  );
}
