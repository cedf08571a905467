import { inEachContainer } from '../kubernetes-objects';
import type { Law } from '../tree';

/** Requests place a pod, the memory limit protects its node. A CPU limit is not asked for: it would throttle start-up. */
export const podsHaveSizes: Law = (tree) =>
  inEachContainer(tree, ({ resources = {} }) => [
    ...['cpu', 'memory'].filter((name) => !resources.requests?.[name]).map((name) => `no ${name} request`),
    ...(resources.limits?.memory ? [] : ['no memory limit']),
  ]);

/** Start-up, traffic and life are asked for separately. What runs to its end is not asked, nor is a pause container. */
export const podsHaveProbes: Law = (tree) =>
  inEachContainer(tree, (container, pod) => {
    const isInitContainer = (pod.spec.initContainers ?? []).includes(container);
    if (pod.runsToCompletion || isInitContainer || isPause(container.image)) return [];
    return ['startupProbe', 'readinessProbe', 'livenessProbe']
      .filter((probe) => !container[probe])
      .map((probe) => `no ${probe}`);
  });

const isPause = (image: string): boolean => /\/pause[:@]/.test(image);
