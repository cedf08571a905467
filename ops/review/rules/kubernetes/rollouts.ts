import type { Assessment, DeployedObject, Side } from '../../change';
import { isFiller, isUsedByPods, podCounts, podTemplateOf } from '../reading/pods';
import { shareOf } from '../reading/quantities';
import { at, numberOf, textAt } from '../reading/values';
import type { KubernetesRule } from '../rule';

/** A new pod is ready in under a minute, as the requirements promise; one that needs a new node takes two more. */
const secondsUntilReady = 60;

/** Whether a field of a path differs. */
const differs = (
  fields: readonly { readonly path: readonly string[] }[],
  ...path: readonly string[]
): boolean => fields.some((field) => path.every((segment, index) => field.path[index] === segment));

/** Pods that are replaced: how, for how long, and whether some are missing meanwhile. */
export const rollouts: KubernetesRule = (change, { after: side }) => {
  const { what, after, fields } = change;
  if (what !== 'changed' || !after || !podTemplateOf(after) || !differs(fields, 'spec', 'template'))
    return [];
  if (after.kind === 'Job' || after.kind === 'CronJob') return [];
  if (isFiller(after, side)) {
    return [{ risk: 'restart', why: 'Pods that hold room for others are made anew; nothing else restarts.' }];
  }
  return [after.kind === 'Deployment' ? ofDeployment(after, side) : ofOrdered(after, side)];
};

function ofDeployment(workload: DeployedObject, side: Side): Assessment {
  const strategy = at(workload.body, 'spec', 'strategy');
  const { min } = podCounts(workload, side);
  if (textAt(strategy, 'type') === 'Recreate') {
    return {
      risk: 'downtime',
      why: `All pods of ${workload.name} stop before the new ones start: about ${minutes(secondsUntilReady)} without it.`,
      instead: 'Roll the pods: strategy RollingUpdate with maxUnavailable 0.',
    };
  }
  // 25% each, where nothing is said.
  const unavailable = shareOf(at(strategy, 'rollingUpdate', 'maxUnavailable') ?? '25%', min, 'down') ?? 0;
  const surge = shareOf(at(strategy, 'rollingUpdate', 'maxSurge') ?? '25%', min, 'up') ?? 1;
  if (min > 0 && unavailable >= min) {
    return {
      risk: 'downtime',
      why: `All ${min} pods of ${workload.name} may be missing at once while they are replaced, about ${minutes(secondsUntilReady)}.`,
      instead: 'Set maxUnavailable to 0.',
    };
  }
  const batches = Math.ceil(min / Math.max(1, surge + unavailable));
  return { risk: 'restart', why: rolling(workload, batches, min) };
}

/** StatefulSets and DaemonSets replace one pod after the other. */
const ofOrdered = (workload: DeployedObject, side: Side): Assessment => {
  const { min } = podCounts(workload, side);
  return workload.kind === 'DaemonSet'
    ? {
        risk: 'restart',
        why: `The pods of ${workload.name} are replaced node by node, each away for about a minute.`,
      }
    : { risk: 'restart', why: rolling(workload, min, min) };
};

function rolling({ name, body }: DeployedObject, batches: number, pods: number): string {
  const ready = secondsUntilReady + (numberOf(at(body, 'spec', 'minReadySeconds')) ?? 0);
  const drain = numberOf(at(body, 'spec', 'template', 'spec', 'terminationGracePeriodSeconds')) ?? 30;
  const who = pods === 1 ? `The pod of ${name} is` : `The ${pods} pods of ${name} are`;
  return `${who} replaced in ${batches} ${batches === 1 ? 'step' : 'steps'}, about ${minutes(batches * ready + drain)}; old ones finish what they have begun.`;
}

const minutes = (seconds: number): string => {
  const count = Math.max(1, Math.ceil(seconds / 60));
  return `${count} ${count === 1 ? 'minute' : 'minutes'}`;
};

/** What keeps a roll-out from being felt: readiness, the time to finish, the way pods are replaced. */
export const graces: KubernetesRule = ({ what, before, after }, { after: side }) => {
  const [old, now] = [podTemplateOf(before), podTemplateOf(after)];
  if (what !== 'changed' || !after || !old || !now || isFiller(after, side)) return [];
  return [...unready(old, now), ...hurried(now), ...riskier(before, after, side)];
};

type Body = Parameters<typeof at>[0];

function unready(before: Body, after: Body): Assessment[] {
  const probed = (template: Body): number =>
    containers(template).filter((container) => at(container, 'readinessProbe') !== undefined).length;
  return probed(after) < probed(before)
    ? [
        {
          risk: 'downtime',
          why: 'Pods get requests before they can answer them: there is no readiness probe any more.',
        },
      ]
    : [];
}

const containers = (template: Body): readonly Body[] => {
  const list = at(template, 'spec', 'containers');
  return Array.isArray(list) ? (list as readonly Body[]) : [];
};

/** A pod that is killed while it still waits for the load balancer to forget it. */
function hurried(template: Body): Assessment[] {
  const grace = numberOf(at(template, 'spec', 'terminationGracePeriodSeconds')) ?? 30;
  const waits = containers(template).map(
    (container) => numberOf(at(container, 'lifecycle', 'preStop', 'sleep', 'seconds')) ?? 0,
  );
  return Math.max(0, ...waits) >= grace
    ? [
        {
          risk: 'downtime',
          why: `Pods are killed after ${grace} seconds, before they begin to finish: requests in flight break at each roll-out.`,
        },
      ]
    : [];
}

function riskier(before: DeployedObject | null, after: DeployedObject, side: Side): Assessment[] {
  const { min } = podCounts(after, side);
  const missing = (object: DeployedObject | null): number => {
    const strategy = at(object?.body, 'spec', 'strategy');
    if (textAt(strategy, 'type') === 'Recreate') return min;
    return shareOf(at(strategy, 'rollingUpdate', 'maxUnavailable') ?? '25%', min, 'down') ?? 0;
  };
  return missing(after) > missing(before)
    ? [{ risk: 'capacity', why: `A roll-out may now take ${missing(after)} of ${min} pods at once.` }]
    : [];
}

/** A ConfigMap that pods read: mounted files follow within about a minute, variables at the next restart. */
export const configurations: KubernetesRule = ({ what, before, after }, world) => {
  if (
    what !== 'changed' ||
    !before ||
    !after ||
    !['ConfigMap', 'Secret', 'SecretProviderClass'].includes(after.kind)
  ) {
    return [];
  }
  return isUsedByPods(world.after, after.kind, after.namespace, after.name)
    ? [
        {
          risk: 'restart',
          why: `Pods that read the ${after.kind} take it up when they restart, mounted files within about a minute.`,
        },
      ]
    : [];
};
