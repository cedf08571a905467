import { workloadNamespaces } from '../../../config/flows';
import type { LiveObject } from '../../cluster/api-server';
import { hasCondition } from '../../cluster/conditions';
import { until } from '../../cluster/waiting';
import { podsOf, roll } from '../edge/roll';
import type { Scenario, Stage } from '../scenario';
import { type TenantHappening, underTenantRequests } from '../traffic/under-tenant-requests';

const pooler = { name: 'pooler', namespace: workloadNamespaces.pooler } as const;
const goneSeconds = 180;
const rollSeconds = 400;

/** Every pooler is deleted, one after the other, and then all are rolled, while a tenant's users work. */
export const poolerRestart: Scenario = {
  name: 'restart of PgBouncer under requests',
  nodes: ['real'],
  hindrance: () => null,
  run: (stage) => underTenantRequests(stage, () => restartPoolers(stage)),
};

async function restartPoolers(stage: Stage): Promise<TenantHappening> {
  const { api } = stage.cluster;
  const pods = await podsOf(api, pooler);
  const started = Date.now();
  for (const pod of pods) await replacePod(stage, pod, pods.length);
  const deleted = (Date.now() - started) / 1000;
  stage.progress(`${pods.length} poolers deleted and replaced after ${deleted.toFixed(0)} s`);
  const rolled = await roll(stage, pooler, rollSeconds);
  return {
    figure: `${pods.length} poolers deleted one after the other in ${deleted.toFixed(0)} s, then all rolled in ${rolled.toFixed(0)} s (at most ${rollSeconds})`,
    figures: { poolers: pods.length, secondsToDelete: deleted, secondsToRoll: rolled },
    faults: pods.length < 2 ? [`there are ${pods.length} poolers`] : [],
  };
}

/** Deletes a pod and waits until it is gone and as many as before take clients. */
async function replacePod(
  { cluster: { api } }: Stage,
  { metadata }: LiveObject,
  count: number,
): Promise<void> {
  await api.delete({ apiVersion: 'v1', kind: 'Pod', metadata });
  await until(
    'a pooler in its place',
    async () => {
      const pods = await podsOf(api, pooler);
      const ready = pods.filter((pod) => hasCondition(pod, 'Ready'));
      return pods.every((pod) => pod.metadata.uid !== metadata.uid) && ready.length === count;
    },
    { seconds: goneSeconds, everyMilliseconds: 500 },
  );
}
