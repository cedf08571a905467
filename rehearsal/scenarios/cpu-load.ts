import type { ApiServer } from '../cluster/api-server';
import type { Edge } from '../edge/edge';
import { apiPods } from './api-workload';
import { SampleTenant } from './edge/sample-tenant';
import { EntranceRequests } from './traffic/entrance-requests';

/** Makes the API's pods need more CPU than their autoscaler aims at. */
export interface CpuLoad {
  /** Called again and again while it lasts: new pods get their share. */
  sustain(): Promise<void>;
  stop(): Promise<void>;
}

/** Of the request, in percent: more than four times what the autoscaler aims at. */
const busyPercent = 400;
const idlePercent = 10;

/** What kwok's pods say that they use. */
export function reportedLoad(api: ApiServer): CpuLoad {
  return { sustain: () => report(api, busyPercent), stop: () => report(api, idlePercent) };
}

async function report(api: ApiServer, percent: number): Promise<void> {
  const annotation = 'kwok.x-k8s.io/usage-cpu';
  for (const { metadata, spec } of await apiPods(api)) {
    const { containers } = spec as { containers: { resources: { requests: { cpu: string } } }[] };
    const requested = Number.parseInt(containers[0]!.resources.requests.cpu);
    const usage = `${Math.round((requested * percent) / 100)}m`;
    if (metadata.annotations?.[annotation] === usage) continue;
    await api.merge(`/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`, {
      metadata: { annotations: { [annotation]: usage } },
    });
  }
}

const requestsPerSecond = 160;

/** A tenant's users through the ingress, more than three pods are for: each request asks the stores. */
export async function requestLoad(edge: Edge): Promise<CpuLoad> {
  const { token } = await SampleTenant.provision(edge);
  const page = { path: '/v1/agents', headers: { authorization: `Bearer ${token}` } };
  const requests = new EntranceRequests(edge.entrance, { requestsPerSecond, page });
  return {
    sustain: async () => {},
    stop: async () => void (await requests.stop()),
  };
}
