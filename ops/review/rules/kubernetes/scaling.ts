import type { Assessment, DeployedObject, Json } from '../../change';
import { autoscalerOf, containersOf, isFiller, podCounts, podTemplateOf, selectedBy } from '../reading/pods';
import { quantityOf, shareOf } from '../reading/quantities';
import { at, enumerated, type Found, listAt, numberOf, objectAt, textAt } from '../reading/values';
import type { KubernetesRule } from '../rule';

const less = (why: string, instead?: string): Assessment => ({
  risk: 'capacity',
  why,
  ...(instead !== undefined && { instead }),
});

/** How many pods there may be, and from when on there are more. */
export const autoscalers: KubernetesRule = ({ before, after }) => {
  if (!before || !after || !['HorizontalPodAutoscaler', 'ScaledObject'].includes(after.kind)) return [];
  const [old, now] = [before.body, after.body];
  const limits = [
    ['minReplicas', 1],
    ['maxReplicas', Infinity],
    ['minReplicaCount', 0],
    ['maxReplicaCount', 100],
  ] as const;
  const name = textAt(now, 'spec', 'scaleTargetRef', 'name');
  return [
    ...limits.flatMap(([field, absent]) => {
      const [then, left] = [old, now].map((body) => numberOf(at(body, 'spec', field)) ?? absent);
      return (left ?? 0) < (then ?? 0)
        ? [
            less(
              `${field.startsWith('min') ? 'At least' : 'At most'} ${left} pods of ${name} instead of ${then}.`,
            ),
          ]
        : [];
    }),
    ...targets(old, now, name),
  ];
};

/** A higher target lets pods fill up more before there are others. */
function targets(before: Found, after: Found, name: string): Assessment[] {
  const old = new Map(thresholds(before));
  const raised = thresholds(after).filter(([metric, value]) => value > (old.get(metric) ?? Infinity));
  const metrics = thresholds(after).map(([metric]) => metric);
  const gone = [...old.keys()].filter((metric) => !metrics.includes(metric));
  return [
    ...(raised.length > 0
      ? [
          less(
            `${name} gets more pods later than before, at ${raised.map(([metric, value]) => `${metric} ${value}`).join(', ')}.`,
          ),
        ]
      : []),
    ...(gone.length > 0 ? [less(`${name} no longer gets more pods by ${enumerated(gone)}.`)] : []),
  ];
}

function thresholds(body: Found): (readonly [metric: string, value: number])[] {
  const own = listAt(body, 'spec', 'metrics').map((metric) => {
    const kind = textAt(metric, 'type').toLowerCase();
    const source = at(metric, kind === 'containerresource' ? 'containerResource' : kind);
    const target = objectAt(source, 'target');
    const value = ['averageUtilization', 'averageValue', 'value']
      .map((field) => quantityOf(target[field]))
      .find(Boolean);
    return [textAt(source, 'name') || textAt(source, 'metric', 'name'), value ?? 0] as const;
  });
  const keda = listAt(body, 'spec', 'triggers').map((trigger, index) => {
    const metadata = objectAt(trigger, 'metadata');
    const value = ['listLength', 'threshold', 'value', 'lagThreshold']
      .map((field) => quantityOf(metadata[field]))
      .find(Boolean);
    return [`${textAt(trigger, 'type')} ${index}`, value ?? 0] as const;
  });
  return [...own, ...keda];
}

/** The fixed number of pods, where nothing scales them. */
export const replicas: KubernetesRule = ({ what, before, after }, world) => {
  if (what !== 'changed' || !before || !after || !podTemplateOf(after)) return [];
  const [old, now] = [before, after].map(({ body }) => numberOf(at(body, 'spec', 'replicas')));
  const { max } = podCounts(before, world.before);
  if (now === 0 && old !== 0 && max > 0) {
    return [
      isFiller(after, world.after)
        ? less('No room is held for others any more; a new node takes 60-120 seconds.')
        : { risk: 'downtime', why: `${after.name} has no pods any more: what is asked of it is refused.` },
    ];
  }
  if (autoscalerOf(after, world.after)) return [];
  return (now ?? 1) < (old ?? 1) ? [less(`${now ?? 1} pods of ${after.name} instead of ${old ?? 1}.`)] : [];
};

/** How much of a node each pod may use. */
export const podResources: KubernetesRule = ({ before, after }) => {
  const [old, now] = [podTemplateOf(before), podTemplateOf(after)];
  if (!old || !now) return [];
  return containersOf(now).flatMap((container) => {
    const name = textAt(container, 'name');
    const earlier = containersOf(old).find((other) => textAt(other, 'name') === name);
    return earlier === undefined ? [] : lowerFigures(name, earlier, container);
  });
};

function lowerFigures(name: string, before: Json, after: Json): Assessment[] {
  return (['requests', 'limits'] as const).flatMap((kind) => {
    const [old, now] = [before, after].map((container) => objectAt(container, 'resources', kind));
    return Object.entries(old ?? {})
      .filter(([resource, value]) => {
        const left = quantityOf(now?.[resource]);
        // A limit that is gone limits less; a request that is gone promises nothing.
        if (left === null) return kind === 'requests' && now?.[resource] === undefined;
        return left < (quantityOf(value) ?? 0);
      })
      .map(([resource, value]) =>
        less(
          kind === 'limits' && resource === 'memory'
            ? `${name} is killed above ${textAt(now, resource)} of memory instead of ${String(value)}.`
            : `${name} is sure of ${textAt(now, resource) || 'no'} ${resource} instead of ${String(value)}.`,
          'Compare with what the pods used in the last weeks.',
        ),
      );
  });
}

/** What a drain of nodes may take at once, and whether it can end. */
export const disruptionBudgets: KubernetesRule = ({ before, after }, world) => {
  if (after?.kind !== 'PodDisruptionBudget') return [];
  const workloads = selectedBy(at(after.body, 'spec', 'selector'), world.after, after.namespace);
  const kept = workloads.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  const count = kept.length > 0 ? Math.min(...kept.map((one) => podCounts(one, world.after).min)) : null;
  // A workload of unknown size is judged as one of ten.
  const [old, now] = [before, after].map((budget) => (budget ? takenAtOnce(budget, count ?? 10) : null));
  const names = kept.map(({ name }) => name).join(' and ') || after.name;
  return [
    ...(typeof old === 'number' && typeof now === 'number' && now > old
      ? [less(`A drain may take ${now} pods of ${names} at once instead of ${old}.`)]
      : []),
    ...(now !== null &&
    now !== undefined &&
    now <= 0 &&
    (count !== null || kept.length > 0) &&
    (old === null || old === undefined || old > 0)
      ? [
          less(
            `A drain may take no pod of ${names}: nodes cannot be renewed until somebody steps in.`,
            'Allow one pod: maxUnavailable 1.',
          ),
        ]
      : []),
    ...(before &&
    textAt(before.body, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow' &&
    textAt(after.body, 'spec', 'unhealthyPodEvictionPolicy') !== 'AlwaysAllow'
      ? [less(`Broken pods of ${names} hold up the drain of their nodes.`)]
      : []),
  ];
};

function takenAtOnce({ body }: DeployedObject, count: number): number {
  const maximum = shareOf(at(body, 'spec', 'maxUnavailable'), count, 'up');
  const minimum = shareOf(at(body, 'spec', 'minAvailable'), count, 'up');
  if (maximum !== null) return maximum;
  return minimum === null ? count : count - minimum;
}

/** How much a namespace may use. */
export const quotas: KubernetesRule = ({ before, after }) => {
  if (!before || !after) return [];
  if (after.kind === 'ResourceQuota')
    return lowered(at(before.body, 'spec', 'hard'), at(after.body, 'spec', 'hard'), 'The namespace');
  if (after.kind !== 'LimitRange') return [];
  return listAt(before.body, 'spec', 'limits').flatMap((limit) => {
    const now = listAt(after.body, 'spec', 'limits').find(
      (other) => textAt(other, 'type') === textAt(limit, 'type'),
    );
    return ['default', 'defaultRequest', 'max'].flatMap((field) =>
      lowered(
        at(limit, field),
        at(now, field),
        `A ${textAt(limit, 'type').toLowerCase()} without figures of its own`,
      ),
    );
  });
};

function lowered(before: Found, after: Found, who: string): Assessment[] {
  const [old, now] = [objectAt(before), objectAt(after)];
  return Object.entries(old).flatMap(([name, value]) => {
    const [then, left] = [quantityOf(value), quantityOf(now[name])];
    if (now[name] === undefined)
      return [less(`${who} has no limit of ${name} any more and can take the room of others.`)];
    return then !== null && left !== null && left < then
      ? [
          less(
            `${who} may use ${name} ${textAt(now, name)} instead of ${String(value)}; pods beyond it are refused.`,
          ),
        ]
      : [];
  });
}
