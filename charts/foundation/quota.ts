import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { configuredComponents } from '../../config/components';
import { namespaces } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { podsAtRollout } from '../workload/rollout';

interface PodGroup {
  readonly pods: number;
  readonly cpuRequestMillicores: number;
  readonly memoryRequestMib: number;
  readonly memoryLimitMib: number;
}

/** All pods that a namespace can hold at one time when every autoscaler is at its maximum and every rollout under way. */
function podGroups(application: Environment['application']): Record<keyof typeof namespaces, PodGroup[]> {
  const { components, migration, headroom } = application;
  return {
    app: [
      ...configuredComponents(components).map(([, component]) => ({
        ...component,
        pods: podsAtRollout(component.replicas.max),
      })),
      // A try that failed can still be stopping when the next one starts.
      { ...migration, pods: 2 },
    ],
    headroom: [
      { ...headroom, memoryLimitMib: headroom.memoryRequestMib, pods: podsAtRollout(headroom.replicas) },
    ],
  };
}

const sum = (groups: readonly PodGroup[], perPod: (group: PodGroup) => number): number =>
  groups.reduce((total, group) => total + group.pods * perPod(group), 0);

/** What a namespace may ask for in all: what the config can come to, and not one pod more. */
export function quota(application: Environment['application'], namespace: keyof typeof namespaces): PodGroup {
  const groups = podGroups(application)[namespace];
  return {
    pods: sum(groups, () => 1),
    cpuRequestMillicores: sum(groups, (group) => group.cpuRequestMillicores),
    memoryRequestMib: sum(groups, (group) => group.memoryRequestMib),
    memoryLimitMib: sum(groups, (group) => group.memoryLimitMib),
  };
}

const quantities = (texts: Record<string, string>): Record<string, k8s.Quantity> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, k8s.Quantity.fromString(text)]));

/** Bounds of a namespace, and of a container that states none of its own. */
export function createQuota(
  scope: Construct,
  application: Environment['application'],
  key: keyof typeof namespaces,
): void {
  const namespace = namespaces[key];
  const bounds = quota(application, key);
  new k8s.KubeResourceQuota(scope, `quota-${namespace}`, {
    metadata: { name: 'quota', namespace },
    spec: {
      hard: quantities({
        pods: `${bounds.pods}`,
        'requests.cpu': `${bounds.cpuRequestMillicores}m`,
        'requests.memory': `${bounds.memoryRequestMib}Mi`,
        'limits.memory': `${bounds.memoryLimitMib}Mi`,
        // State lives in RDS and ElastiCache, and what faces the internet is not here.
        persistentvolumeclaims: '0',
        'services.loadbalancers': '0',
        'services.nodeports': '0',
      }),
    },
  });
  new k8s.KubeLimitRange(scope, `limits-${namespace}`, {
    metadata: { name: 'defaults', namespace },
    spec: {
      limits: [
        {
          type: 'Container',
          defaultRequest: quantities({ cpu: '50m', memory: '64Mi' }),
          default: quantities({ memory: '128Mi' }),
        },
      ],
    },
  });
}
