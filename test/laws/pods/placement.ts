import { nodeLabels } from '../../../config/contract';
import { inEachPod, objectsOfKind, type PodTemplate, selects } from '../kubernetes-objects';
import type { Json, Law, Tree } from '../tree';

/** Every pod names its pool and the architecture of that pool: an image for another one would not start. */
export const podsNamePoolAndArchitecture: Law = (tree) =>
  inEachPod(tree, ({ spec }) => {
    const pool = spec.nodeSelector?.[nodeLabels.pool];
    const architecture = spec.nodeSelector?.[nodeLabels.architecture];
    const pools: Json = tree.environment.cluster.pools;
    if (!pools[pool]) return [`names no pool of config.cluster.pools: ${pool}`];
    return architecture === pools[pool].architecture
      ? []
      : [`asks for ${architecture}, pool ${pool} is ${pools[pool].architecture}`];
  });

/** Replicas are spread over the zones. The constraint must select the pods it stands on, or it spreads nothing. */
export const podsAreSpread: Law = (tree) =>
  inEachPod(tree, (pod) => {
    if (pod.runsToCompletion) return [];
    const constraints: Json[] = pod.spec.topologySpreadConstraints ?? [];
    const overZones = constraints.filter(({ topologyKey }) => topologyKey === nodeLabels.zone);
    if (overZones.length === 0) return ['is not spread over zones'];
    return constraints
      .filter(({ labelSelector = {} }) => !selects(labelSelector, pod.labels))
      .map(({ topologyKey }) => `the spread over ${topologyKey} does not select these pods`);
  });

/** Nodes are drained at least every 21 days: one budget a workload, that lets a pod go at any number of replicas. */
export const podsHaveDisruptionBudgets: Law = (tree) =>
  inEachPod(tree, (pod) => {
    if (pod.runsToCompletion) return [];
    const budgets = budgetsOf(tree, pod);
    if (budgets.length !== 1) return [`${budgets.length} disruption budgets select it, not one`];
    const { maxUnavailable, minAvailable } = budgets[0];
    const letsGo = minAvailable === undefined && ![undefined, 0, '0%'].includes(maxUnavailable);
    return letsGo ? [] : ['its disruption budget can hold a node for ever: set maxUnavailable, over zero'];
  });

const budgetsOf = (tree: Tree, pod: PodTemplate): Json[] =>
  objectsOfKind(tree, 'PodDisruptionBudget')
    .filter(
      ({ metadata, spec }) =>
        metadata.namespace === pod.namespace && selects((spec as Json).selector ?? {}, pod.labels),
    )
    .map(({ spec }) => spec);
