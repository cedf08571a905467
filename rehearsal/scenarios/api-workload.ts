import { workloadNamespaces } from '../../config/flows';
import type { ApiObject, ApiServer, LiveObject } from '../cluster/api-server';
import { hasCondition } from '../cluster/conditions';

/** The workload that takes customers' requests. */
export const apiWorkload = { name: 'api', namespace: workloadNamespaces.api } as const;

const reference = (apiVersion: string, kind: string): ApiObject => ({
  apiVersion,
  kind,
  metadata: apiWorkload,
});
export const apiDeployment = reference('apps/v1', 'Deployment');
export const apiAutoscaler = reference('autoscaling/v2', 'HorizontalPodAutoscaler');

/** Its pods that are not being deleted. */
export async function apiPods(api: ApiServer): Promise<readonly LiveObject[]> {
  return (await allApiPods(api)).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

/** Its pods, also the ones that are being deleted. */
export async function allApiPods(api: ApiServer): Promise<readonly LiveObject[]> {
  const pods = await api.list('v1', 'Pod', apiWorkload.namespace);
  return pods.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === apiWorkload.name);
}

/** How many of its pods take requests. */
export const readyApiPods = async (api: ApiServer): Promise<number> =>
  (await apiPods(api)).filter((pod) => hasCondition(pod, 'Ready')).length;
