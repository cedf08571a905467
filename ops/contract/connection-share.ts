import { configuredComponents } from '../../config/components';
import { componentLogins } from '../../config/contract';
import type { Environment } from '../../config/schema';

/** Clients that the pooler takes, all its replicas together: `max_client_conn` of the platform's requirements. */
export const poolerClientsMax = 1000;

/** New pods that a rollout starts before old ones go: a quarter, rounded up. */
const surge = 0.25;

export interface ConnectionShare {
  /** Connections that one pod may hold. */
  readonly perPod: number;
  /** Pods that come through the pooler when all components have all their replicas and a rollout adds its own. */
  readonly pods: number;
}

export function connectionShare({ application }: Environment): ConnectionShare {
  const pods = configuredComponents(application.components)
    .filter(([name]) => componentLogins[name] === 'app')
    .reduce((sum, [, { replicas }]) => sum + replicas.max + Math.ceil(replicas.max * surge), 0);
  return { pods, perPod: Math.floor(poolerClientsMax / pods) };
}
