import type { Assessment, DeployedObject } from '../../change';
import { isFiller } from '../reading/pods';
import type { KubernetesRule } from '../rule';

/** Kinds whose objects may have another name without anyone noticing: nothing finds them by it. */
const nameless = new Set([
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'LimitRange',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'ResourceQuota',
  'ScaledObject',
]);
/** Kinds whose objects, under another name, are others without the data of the old. */
const holding = new Set([
  'CustomResourceDefinition',
  'Namespace',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StatefulSet',
]);
/** Kinds that pods name: they change with them. */
const named = new Set(['ConfigMap', 'Role', 'Secret', 'SecretProviderClass', 'ServiceAccount']);

const twoSteps = 'Deploy twice: first add the new one beside the old, then remove the old one.';

/**
 * An object under another name, in another namespace, or in a chart that is applied later. The new one is applied and
 * the old one is deleted right after it, without waiting until the new one is ready; a later chart makes it anew only
 * after the earlier one has deleted it.
 */
export const moves: KubernetesRule = ({ what, before, after }, { before: old }) => {
  if (what !== 'moved' || !before || !after) return [];
  const isLater = before.name === after.name && before.namespace === after.namespace;
  return [isLater ? ofLater(before, after) : ofRenamed(before, old)];
};

function ofLater(before: DeployedObject, after: DeployedObject): Assessment {
  return {
    risk:
      holding.has(before.kind) && before.kind !== 'StatefulSet'
        ? 'data-loss'
        : nameless.has(before.kind)
          ? 'capacity'
          : 'downtime',
    why: `Chart ${before.chart} deletes the ${before.kind} before chart ${after.chart} makes it anew: it is missing for the time between the two, minutes.`,
    instead: 'Leave it in its chart, or move it to one that is applied earlier.',
  };
}

function ofRenamed(before: DeployedObject, old: Parameters<typeof isFiller>[1]): Assessment {
  const { kind } = before;
  if (holding.has(kind)) {
    return {
      risk: 'data-loss',
      why: `The ${kind} gets another name, so another one is made, empty; the data stays with the old name.`,
      instead: 'Make the new one beside the old, copy the data, then remove the old one.',
    };
  }
  if (nameless.has(kind))
    return { risk: 'safe', why: `The ${kind} has another name; nothing finds it by its name.` };
  if (named.has(kind)) {
    return {
      risk: 'restart',
      why: `Pods find the ${kind} by its new name when they restart; those that run keep what they have.`,
    };
  }
  if (isFiller(before, old)) return { risk: 'restart', why: 'Pods that hold room for others are made anew.' };
  return {
    risk: 'downtime',
    why: `The ${kind} gets another name: the old one is deleted before the new one is ready, up to a minute without it.`,
    instead: twoSteps,
  };
}
