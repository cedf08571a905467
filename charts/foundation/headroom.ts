import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaces, podLabels, priorityClasses } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import { disruptionBudgetSpec } from '../workload/disruption-budget';
import { selectorLabels, workloadMetadata } from '../workload/labels';
import { spread } from '../workload/placement';
import { podSpec } from '../workload/pod';
import { contentHash } from '../workload/revision';

const name = 'headroom';
const wholeDeployment = k8s.IntOrString.fromString('100%');

/**
 * Pause pods that hold the room of one scale-up step on the general pool. A pod of the application pushes one out and
 * starts at once; the one pushed out makes Karpenter buy the next node, which takes 60 to 120 seconds.
 */
export function createHeadroom(scope: Construct, environment: Environment, inputs: ClusterInputs): void {
  const { replicas, ...size } = environment.application.headroom;
  const metadata = workloadMetadata(name, namespaces.headroom);
  const spec: k8s.PodSpec = {
    ...podSpec(environment, {
      ...size,
      name,
      image: imageReference('pause', inputs.pullThroughHost),
      arguments: [],
      variables: [],
      userId: 65_535,
      pool: 'general',
      priorityClassName: priorityClasses.headroom,
      memoryLimitMib: size.memoryRequestMib,
      writableFolders: [],
      readOnlyVolumes: [],
    }),
    topologySpreadConstraints: spread(name),
    // The pod that pushes one out is waiting for its place.
    terminationGracePeriodSeconds: 0,
  };
  new k8s.KubeServiceAccount(scope, 'headroom-service-account', {
    metadata,
    automountServiceAccountToken: false,
  });
  new k8s.KubePodDisruptionBudget(scope, 'headroom-disruption-budget', {
    metadata,
    spec: disruptionBudgetSpec(name, { maxUnavailable: wholeDeployment }),
  });
  new k8s.KubeDeployment(scope, 'headroom', {
    metadata,
    spec: {
      replicas,
      selector: { matchLabels: selectorLabels(name) },
      // Old ones go first: a surge would buy a node to hold nothing.
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: wholeDeployment, maxSurge: k8s.IntOrString.fromNumber(0) },
      },
      revisionHistoryLimit: 1,
      template: {
        metadata: {
          labels: {
            ...selectorLabels(name),
            [podLabels.revision]: contentHash(k8s.toJson_PodSpec(spec), inputs),
          },
        },
        spec,
      },
    },
  });
}
