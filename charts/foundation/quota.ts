import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaces } from '../../config/contract';
import { podGroups, podsInNamespace, type PodGroup, type PodSettings } from '../../config/pod-groups';
import type { PodSize } from '../../config/pod-size';

/** What a namespace may ask for in all: what the config can come to, and not one pod more. */
export function quota(
  settings: PodSettings,
  namespace: keyof typeof namespaces,
): PodSize & { readonly pods: number; readonly volumes: number; readonly storageGib: number } {
  const groups = podGroups(settings).filter((group) => group.namespace === namespace);
  const sum = (perPod: (group: PodGroup) => number): number =>
    groups.reduce((total, group) => total + podsInNamespace(group) * perPod(group), 0);
  return {
    pods: sum(() => 1),
    volumes: sum(({ storageGib }) => (storageGib ? 1 : 0)),
    storageGib: sum(({ storageGib }) => storageGib ?? 0),
    cpuRequestMillicores: sum((group) => group.cpuRequestMillicores),
    memoryRequestMib: sum((group) => group.memoryRequestMib),
    memoryLimitMib: sum((group) => group.memoryLimitMib),
  };
}

const quantities = (texts: Record<string, string>): Record<string, k8s.Quantity> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, k8s.Quantity.fromString(text)]));

/** Bounds of a namespace, and of a container that states none of its own. */
export function createQuota(scope: Construct, settings: PodSettings, key: keyof typeof namespaces): void {
  const namespace = namespaces[key];
  const bounds = quota(settings, key);
  new k8s.KubeResourceQuota(scope, `quota-${namespace}`, {
    metadata: { name: 'quota', namespace },
    spec: {
      hard: quantities({
        pods: `${bounds.pods}`,
        'requests.cpu': `${bounds.cpuRequestMillicores}m`,
        'requests.memory': `${bounds.memoryRequestMib}Mi`,
        'limits.memory': `${bounds.memoryLimitMib}Mi`,
        // The application's state lives in RDS and ElastiCache, and one Service alone faces the internet.
        persistentvolumeclaims: `${bounds.volumes}`,
        'requests.storage': `${bounds.storageGib}Gi`,
        'services.loadbalancers': key === 'ingress' ? '1' : '0',
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
