import type { ApiObject, ApiServer } from '../../cluster/api-server';
import type { RehearsalCluster } from '../../cluster/rehearsal-cluster';
import { nameOf } from '../acceptance';
import type { ClusterResource } from './assembly';
import { DeployHandler } from './deploy-handler';
import { Stacks } from './stacks';

/** Two states of one environment: the second changes a workload's pods and no longer has something. */
export interface DeploySubject {
  readonly first: readonly ClusterResource[];
  readonly second: readonly ClusterResource[];
}

/** One thing that a deploy does, and what of the cluster was then not as it should be. */
export interface DeployStep {
  readonly name: string;
  readonly seconds: number;
  readonly faults: readonly string[];
}

/** The handler looks once at once, and once ten seconds later, when this time is over. */
const gateSecondsToFail = 5;

/**
 * Deploys, updates, fails, rolls back and deletes an environment the way that CloudFormation and the deploy functions do,
 * and looks after each step whether the cluster has what it should have and nothing else.
 *
 * The third deploy goes back to the first assembly while no node takes pods, so that its gate must fail.
 */
export async function rehearseDeploys(
  cluster: RehearsalCluster,
  { first, second }: DeploySubject,
): Promise<readonly DeployStep[]> {
  const { api } = cluster;
  const stacks = new Stacks(new DeployHandler(cluster));
  const everything = objectsOf([...first, ...second]);
  const kept = objectsOf(first.filter(({ keptAtDeletion }) => keptAtDeletion));
  const look = (wanted: readonly ApiObject[]): Promise<readonly string[]> =>
    differences(api, wanted, everything);

  return [
    await step('create', async () => {
      const outcome = await stacks.deploy(first, { gateSeconds: null });
      return outcome.kind === 'deployed' ? look(objectsOf(first)) : [outcome.because];
    }),
    await step('update and prune', async () => {
      const outcome = await stacks.deploy(second, { gateSeconds: null });
      return outcome.kind === 'deployed' ? look(objectsOf(second)) : [outcome.because];
    }),
    await step('failed gate and roll back', async () => {
      await takePods(api, false);
      const outcome = await stacks.deploy(first, { gateSeconds: gateSecondsToFail });
      await takePods(api, true);
      if (outcome.kind === 'deployed') return ['The gate passed although no node took pods.'];
      if (outcome.kind === 'stuck') return [outcome.because];
      const expected = outcome.because.startsWith('Timeout waiting for output');
      return [...(expected ? [] : [outcome.because]), ...(await look(objectsOf(second)))];
    }),
    await step('delete', async () => {
      await stacks.delete();
      return look(kept);
    }),
  ];
}

async function step(name: string, act: () => Promise<readonly string[]>): Promise<DeployStep> {
  const started = Date.now();
  const faults = await act();
  return { name, seconds: (Date.now() - started) / 1000, faults };
}

function objectsOf(resources: readonly ClusterResource[]): readonly ApiObject[] {
  return resources.flatMap(({ properties }) =>
    properties.Manifest === undefined ? [] : (JSON.parse(String(properties.Manifest)) as ApiObject[]),
  );
}

/** What is missing, what is left over, and what runs another revision than it should. */
async function differences(
  api: ApiServer,
  wanted: readonly ApiObject[],
  known: readonly ApiObject[],
): Promise<readonly string[]> {
  const byName = new Map(wanted.map((object) => [nameOf(object), object]));
  const names = new Map([...known, ...wanted].map((object) => [nameOf(object), object]));
  const found = await Promise.all(
    [...names].map(async ([name, object]): Promise<readonly string[]> => {
      const live = await api.get(object);
      const expected = byName.get(name);
      if (live === null || live.metadata.deletionTimestamp !== undefined) {
        return expected ? [`${name} is missing`] : [];
      }
      if (!expected) return [`${name} is left over`];
      const revision = podLabelsOf(expected.spec);
      const liveRevision = podLabelsOf(live.spec);
      return revision === liveRevision ? [] : [`${name} has the pods of ${liveRevision}, not of ${revision}`];
    }),
  );
  return found.flat();
}

/** Labels of a workload's pods, among them the hash of their revision. */
function podLabelsOf(spec: unknown): string {
  const pods = spec as
    { readonly template?: { readonly metadata?: { readonly labels?: object } } } | undefined;
  const labels = pods?.template?.metadata?.labels ?? {};
  return JSON.stringify(
    Object.entries(labels)
      .filter(([name]) => name.startsWith('platform/'))
      .sort(),
  );
}

async function takePods(api: ApiServer, allowed: boolean): Promise<void> {
  for (const { metadata } of await api.list('v1', 'Node')) {
    const path = `/api/v1/nodes/${metadata.name}`;
    const patch = { spec: { unschedulable: !allowed } };
    await api.request('PATCH', path, patch, 'application/merge-patch+json');
  }
}
