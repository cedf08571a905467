import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type Workload as WorkloadName, workloadNamespaces } from '../../config/flows';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { flowPolicySpec } from '../network/flow-policy';
import { disruptionBudgetSpec } from './disruption-budget';
import { selectorLabels, workloadMetadata } from './labels';
import { podSpec, type PodShape } from './pod';
import { contentHash } from './revision';

const finishedJobSeconds = 24 * 3600;

export interface OneTimeJobProps {
  readonly environment: Environment;
  readonly inputs: ClusterInputs;
  readonly pod: PodShape & { readonly name: WorkloadName };
  readonly deadlineSeconds: number;
}

/**
 * The one shape of what runs to its end, once for each content: a Job named by the hash of its pod, with its disruption
 * budget, service account and network policy. It is tried three times more, and removed a day after it finished.
 */
export class OneTimeJob extends Construct {
  constructor(scope: Construct, props: OneTimeJobProps) {
    const { environment, inputs, pod } = props;
    super(scope, pod.name);
    const metadata = workloadMetadata(pod.name, workloadNamespaces[pod.name]);
    new k8s.KubeServiceAccount(this, 'service-account', { metadata, automountServiceAccountToken: false });
    new k8s.KubeNetworkPolicy(this, 'network-policy', {
      metadata,
      spec: flowPolicySpec(environment, pod.name),
    });
    // A budget of a Job can only be a minimum. It holds a drain up for as long as the job runs, and no longer.
    new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
      metadata,
      spec: disruptionBudgetSpec(pod.name, { minAvailable: k8s.IntOrString.fromNumber(1) }),
    });
    const spec = jobSpec(props);
    // A Job cannot be changed: a new image or variable gives a new name, and so a new run.
    new k8s.KubeJob(this, 'job', {
      metadata: { ...metadata, name: `${pod.name}-${contentHash(k8s.toJson_JobSpec(spec), inputs)}` },
      spec,
    });
  }
}

function jobSpec({ environment, pod, deadlineSeconds }: OneTimeJobProps): k8s.JobSpec {
  return {
    backoffLimit: 3,
    activeDeadlineSeconds: deadlineSeconds,
    ttlSecondsAfterFinished: finishedJobSeconds,
    // A node that goes away is not the job's fault: such a try does not count.
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    },
    template: {
      metadata: { labels: selectorLabels(pod.name) },
      spec: { ...podSpec(environment, pod), restartPolicy: 'Never' },
    },
  };
}
