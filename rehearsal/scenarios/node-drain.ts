import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiServer, LiveObject } from '../cluster/api-server';
import { until } from '../cluster/waiting';
import { allApiPods, apiAutoscaler, apiPods, readyApiPods } from './api-workload';
import type { Scenario } from './scenario';
import { type Happening, underRequests } from './traffic/under-requests';

const secondsMax = 300;

/**
 * Nodes of the API are drained at one time, as when they reach their age, while it gets requests: two, or one where real
 * nodes leave no more than two others for its pods.
 */
export const nodeDrain: Scenario = {
  name: 'drain of two nodes under requests',
  nodes: ['fake'],
  hindrance: () => null,
  run: (stage) => underRequests(stage, 1, () => drainNodes(stage.cluster.api, stage.cluster.real ? 1 : 2)),
};

export const realNodeDrain: Scenario = {
  ...nodeDrain,
  name: 'drain of a node under requests',
  nodes: ['real'],
};

async function drainNodes(api: ApiServer, count: number): Promise<Happening> {
  // Pods of a node that came back a moment ago may still be on their way.
  const { minReplicas } = (await api.get(apiAutoscaler))?.spec as { readonly minReplicas: number };
  await until('the minimum of pods', async () => (await readyApiPods(api)) >= minReplicas, { seconds: 60 });
  const before = await readyApiPods(api);
  const nodes = [...new Set((await apiPods(api)).map(nodeOf))].slice(0, count);
  const started = Date.now();
  let fewestReady = before;
  let drained = false;
  try {
    for (const node of nodes) await cordon(api, node, true);
    const draining = Promise.all(nodes.map((node) => drain(api, node))).finally(() => (drained = true));
    while (!drained) {
      fewestReady = Math.min(fewestReady, await readyApiPods(api));
      await sleep(200);
    }
    await draining;
  } finally {
    for (const node of nodes) await cordon(api, node, false);
  }
  const seconds = (Date.now() - started) / 1000;
  return {
    figure: `${nodes.length} nodes drained in ${seconds.toFixed(0)} s (at most ${secondsMax} s), ${fewestReady} of ${before} pods ready at worst (at least ${before - 1})`,
    figures: { seconds, fewestReady },
    faults: [
      ...(nodes.length < count ? [`all pods of the API are on ${nodes.join()}`] : []),
      ...(fewestReady < before - 1 ? [`only ${fewestReady} of ${before} pods were ready at one time`] : []),
    ],
  };
}

const nodeOf = ({ spec }: LiveObject): string => (spec as { readonly nodeName: string }).nodeName;

const cordon = (api: ApiServer, node: string, unschedulable: boolean) =>
  api.merge(`/api/v1/nodes/${node}`, { spec: { unschedulable } });

/** Evicts every pod of a node, asks again while a budget says no, and waits until they are gone. */
async function drain(api: ApiServer, node: string): Promise<void> {
  const evicted = new Set<string>();
  for (const deadline = Date.now() + secondsMax * 1000; Date.now() < deadline; await sleep(500)) {
    const pods = (await api.list('v1', 'Pod')).filter((pod) => nodeOf(pod) === node && !isOver(pod));
    if (pods.length === 0) return;
    for (const { metadata } of pods.filter((pod) => !evicted.has(pod.metadata.uid))) {
      const { name, namespace, uid } = metadata;
      const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
      const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
      const { status, body } = await api.request('POST', path, eviction);
      if (status < 300 || status === 404) evicted.add(uid);
      else if (status !== 429) throw new Error(`eviction of ${name}: ${body.message}`);
    }
  }
  const left = (await allApiPods(api)).filter((pod) => nodeOf(pod) === node).length;
  throw new Error(`${node} is not empty after ${secondsMax} s: ${left} pods of the API are left`);
}

const isOver = ({ status }: LiveObject): boolean =>
  ['Succeeded', 'Failed'].includes((status as { readonly phase?: string }).phase ?? '');
