import type { PodSpec } from './pod-spec';

const nodeAddress = '127.0.0.1';

/** What a kubelet says of a pod whose containers run. */
export function runningStatus({ containers }: PodSpec, address: string, ready: boolean): object {
  const now = new Date().toISOString().replace(/\.\d+/, '');
  const condition = (type: string, holds: boolean): object => ({
    type,
    status: holds ? 'True' : 'False',
    lastTransitionTime: now,
  });
  return {
    phase: 'Running',
    startTime: now,
    hostIP: nodeAddress,
    hostIPs: [{ ip: nodeAddress }],
    podIP: address,
    podIPs: [{ ip: address }],
    conditions: [
      condition('PodScheduled', true),
      condition('PodReadyToStartContainers', true),
      condition('Initialized', true),
      condition('ContainersReady', ready),
      condition('Ready', ready),
    ],
    containerStatuses: containers.map(({ name, image }) => ({
      name,
      image,
      imageID: image,
      ready,
      started: true,
      restartCount: 0,
      state: { running: { startedAt: now } },
    })),
  };
}
