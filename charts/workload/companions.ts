import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type Workload as WorkloadName, workloadNamespaces } from '../../config/flows';
import type { Environment } from '../../config/schema';
import { flowPolicySpec } from '../network/flow-policy';
import { disruptionBudgetSpec } from './disruption-budget';
import { workloadMetadata } from './labels';

/** What stands beside the pods of every long-running workload: service account, network policy, disruption budget. */
export function createCompanions(scope: Construct, environment: Environment, name: WorkloadName): void {
  const metadata = workloadMetadata(name, workloadNamespaces[name]);
  new k8s.KubeServiceAccount(scope, 'service-account', { metadata, automountServiceAccountToken: false });
  new k8s.KubeNetworkPolicy(scope, 'network-policy', { metadata, spec: flowPolicySpec(environment, name) });
  new k8s.KubePodDisruptionBudget(scope, 'disruption-budget', {
    metadata,
    spec: disruptionBudgetSpec(name),
  });
}
