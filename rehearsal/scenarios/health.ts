import type { ApiObject, ApiServer, LiveObject } from '../cluster/api-server';
import { hasCondition } from '../cluster/conditions';

/** The objects that have something to get done and have not done it yet; all other objects are healthy as they are. */
export async function unhealthyOf(
  api: ApiServer,
  objects: readonly ApiObject[],
): Promise<readonly ApiObject[]> {
  const healthy = await Promise.all(objects.map((object) => isHealthy(api, object)));
  return objects.filter((_, index) => !healthy[index]);
}

async function isHealthy(api: ApiServer, object: ApiObject): Promise<boolean> {
  const judge = judges[object.kind];
  if (!judge) return true;
  const live = await api.get(object);
  return live !== null && judge(live);
}

const judges: Readonly<Record<string, (live: LiveObject) => boolean>> = {
  Job: (live) => hasCondition(live, 'Complete'),
  Deployment: isRolledOut,
  StatefulSet: isRolledOut,
  HorizontalPodAutoscaler: hasItsMinimum,
};

/** A Deployment starts with one pod, which its autoscaler raises to the minimum when it next looks. */
function hasItsMinimum({ spec, status }: LiveObject): boolean {
  const { minReplicas = 1 } = spec as { readonly minReplicas?: number };
  const { currentReplicas = 0 } = (status ?? {}) as { readonly currentReplicas?: number };
  return currentReplicas >= minReplicas;
}

/** As `kubectl rollout status` judges: the newest spec was seen, and all its pods, and no others, are available. */
export function isRolledOut({ metadata, spec, status }: LiveObject): boolean {
  const { replicas: wanted = 1 } = spec as { readonly replicas?: number };
  const counts = (status ?? {}) as Readonly<Record<string, number | undefined>>;
  return (
    (counts.observedGeneration ?? 0) >= Number(metadata.generation) &&
    (counts.updatedReplicas ?? 0) === wanted &&
    (counts.replicas ?? 0) === wanted &&
    (counts.availableReplicas ?? 0) === wanted
  );
}
