import type { ApiServer } from './api-server';
import { type ControlLoop, controlLoop } from './control-loop';

interface QueueScaler {
  readonly metadata: { readonly namespace: string };
  readonly spec: { readonly scaleTargetRef: { readonly name: string }; readonly minReplicaCount: number };
}

const everyMilliseconds = 1000;

/**
 * What KEDA does while no task waits: a Deployment that a ScaledObject scales has its minimum of pods. That queues scale it
 * further is not played: no queue is there.
 */
export const keepQueueScalersMinimum = (api: ApiServer): ControlLoop =>
  controlLoop(everyMilliseconds, () => scaleUp(api));

async function scaleUp(api: ApiServer): Promise<void> {
  // Asked by path: the definition comes with the charts, and is not served before.
  const { status, body } = await api.request('GET', '/apis/keda.sh/v1alpha1/scaledobjects');
  if (status !== 200) return;
  for (const { metadata, spec } of (body.items ?? []) as unknown as readonly QueueScaler[]) {
    const path = `/apis/apps/v1/namespaces/${metadata.namespace}/deployments/${spec.scaleTargetRef.name}/scale`;
    const scale = await api.request('GET', path);
    const { replicas = 0 } = (scale.body as { readonly spec?: { readonly replicas?: number } }).spec ?? {};
    if (scale.status === 200 && replicas < spec.minReplicaCount) {
      await api.merge(path, { spec: { replicas: spec.minReplicaCount } });
    }
  }
}
