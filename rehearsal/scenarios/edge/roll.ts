import { podLabels } from '../../../config/contract';
import type { ApiServer, LiveObject } from '../../cluster/api-server';
import { until } from '../../cluster/waiting';
import { isRolledOut } from '../health';
import type { Stage } from '../scenario';

/** Where a Deployment is. */
export type Deployed = Readonly<Record<'name' | 'namespace', string>>;

/** All pods of a workload, also the ones that are being deleted. */
export async function podsOf(api: ApiServer, { name, namespace }: Deployed): Promise<readonly LiveObject[]> {
  const pods = await api.list('v1', 'Pod', namespace);
  return pods.filter(({ metadata }) => metadata.labels?.[podLabels.name] === name);
}

/** Replaces every pod of a Deployment, until the last old one is gone. @returns seconds that it took. */
export async function roll(
  { cluster: { api } }: Stage,
  workload: Deployed,
  seconds: number,
): Promise<number> {
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: workload };
  const started = Date.now();
  const annotations = { 'platform/rehearsed-at': new Date().toISOString() };
  await api.merge(await api.pathOf(deployment), { spec: { template: { metadata: { annotations } } } });
  await until(
    `the roll-out of ${workload.name}`,
    async () => {
      const live = await api.get(deployment);
      if (live === null || !isRolledOut(live)) return false;
      const pods = await podsOf(api, workload);
      return pods.length === (live.spec as { readonly replicas: number }).replicas;
    },
    { seconds, everyMilliseconds: 500 },
  );
  return (Date.now() - started) / 1000;
}
