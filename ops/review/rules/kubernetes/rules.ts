import type { KubernetesRule } from '../rule';
import { immutable } from './immutable-fields';
import { ingresses } from './ingresses';
import { moves } from './moves';
import { networkPolicies, policySwitches } from './network-policies';
import { nodeClasses, nodePools } from './nodes';
import { accountTokens, namespaceSecurity, podSecurity } from './pod-security';
import { connections, pooling } from './pooling';
import { rbac } from './rbac';
import { removal } from './removal';
import { configurations, graces, rollouts } from './rollouts';
import { autoscalers, disruptionBudgets, podResources, quotas, replicas } from './scaling';
import { secretsInClear } from './secrets';
import { services } from './services';
import { shards } from './shards';
import { storage } from './storage';

/** By what they protect: data, then secrets and ways in, then customers' time, then room. */
export const kubernetesRules: readonly KubernetesRule[] = [
  removal,
  moves,
  immutable,
  storage,
  shards,
  networkPolicies,
  policySwitches,
  rbac,
  podSecurity,
  namespaceSecurity,
  accountTokens,
  secretsInClear,
  services,
  ingresses,
  rollouts,
  graces,
  configurations,
  autoscalers,
  replicas,
  podResources,
  disruptionBudgets,
  quotas,
  nodePools,
  nodeClasses,
  pooling,
  connections,
];
