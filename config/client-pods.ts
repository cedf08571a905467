import { configuredComponents } from './components';
import { componentLogins } from './contract';
import { podsOnNodes } from './pod-groups';
import { pooledLogin } from './pooler';
import type { Environment } from './schema';

/** What one pod may hold, and among how many. */
export interface ClientShare {
  /** Pods that come through the pooler when all components have all their replicas and a roll-out adds its own. */
  readonly pods: number;
  /** Connections that one of them may hold, so that all fit into one pooler: it may be the last. */
  readonly perPod: number;
}

export function clientShare(
  components: Environment['application']['components'],
  maxClients: number,
): ClientShare {
  const pods = configuredComponents(components)
    .filter(([name]) => componentLogins[name] === pooledLogin)
    .reduce(
      (sum, [, { replicas }]) => sum + podsOnNodes({ kind: 'deployment', replicasMax: replicas.max }),
      0,
    );
  return { pods, perPod: Math.floor(maxClients / pods) };
}
