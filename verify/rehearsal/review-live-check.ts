import { environmentCharts } from '../../bin/environment-charts';
import { environments, loadEnvironment } from '../../config/load';
import { writeCharts } from '../../ops/render/chart-folder';
import type { Side } from '../../ops/review/change';
import { liveSide } from '../../ops/review/live/live-side';
import { openCluster } from '../../ops/review/live/open-cluster';
import { review } from '../../ops/review/review';
import { assess } from '../../ops/review/rules/assess';
import { folderSide } from '../../ops/review/sides/folder-side';
import { definitionsFor, installDefinitions } from '../../rehearsal/acceptance/definitions';
import type { ApiObject } from '../../rehearsal/cluster/api-server';
import { startFakeCluster } from '../../rehearsal/cluster/fake-cluster';
import type { RehearsalCluster } from '../../rehearsal/cluster/rehearsal-cluster';
import { kubernetesRelease } from '../../rehearsal/programs/kubernetes-release';
import type { Check } from '../check';
import { temporaryFolder } from '../temporary-folder';
import { withField } from './planted-objects';
import { progress } from './progress';

interface Drift {
  /** What somebody does past the code. */
  readonly drift: string;
  readonly make: (api: RehearsalCluster['api'], objectOf: ObjectOf) => Promise<void>;
  /** What the review then says first. */
  readonly found: string;
}

type ObjectOf = (kind: string, name: string) => ApiObject;

const drifts: readonly Drift[] = [
  {
    drift: 'pods may talk to whom they like',
    make: (api, objectOf) => api.delete(objectOf('NetworkPolicy', 'default-deny')),
    found: 'exposure kubernetes/app/NetworkPolicy/default-deny',
  },
  {
    drift: 'a drain may take all pods',
    make: (api, objectOf) => api.delete(objectOf('PodDisruptionBudget', 'api')),
    found: 'capacity kubernetes/app/PodDisruptionBudget/api',
  },
  {
    drift: 'less time to stop',
    make: (api, objectOf) =>
      api.put(
        withField(objectOf('Deployment', 'api'), 'spec.template.spec.terminationGracePeriodSeconds', 49),
      ),
    found: 'restart kubernetes/app/Deployment/api',
  },
];

/** `review --live` against a real API server: silent on what was applied, and finds what somebody changed since. */
export const reviewLiveCluster: Check = {
  name: 'review --live: drift of a real Kubernetes',
  async run() {
    const environment = loadEnvironment('rehearsal');
    const charts = environmentCharts(environment);
    const folder = temporaryFolder('reviewed-charts');
    writeCharts(folder, charts);
    const cluster = await startFakeCluster({
      release: kubernetesRelease(environment.cluster.kubernetesVersion),
      environments: Object.values(environments),
      progress,
    });
    try {
      const objects = charts.flatMap((chart) => chart.objects);
      await installDefinitions(cluster.api, await definitionsFor(objects));
      for (const object of objects) await cluster.api.put(object);
      const wanted = folderSide(folder);
      const failures = (await driftOf(wanted, cluster)).map((line) => `found without a change: ${line}`);
      const objectOf: ObjectOf = (kind, name) =>
        objects.find((object) => object.kind === kind && object.metadata.name === name)!;
      for (const { make } of drifts) await make(cluster.api, objectOf);
      const found = await driftOf(wanted, cluster);
      for (const drift of drifts) {
        if (!found.includes(drift.found))
          failures.push(`${drift.drift}: not ${drift.found} in ${found.join(', ')}`);
      }
      return { passed: 1 + drifts.length - failures.length, failures };
    } finally {
      await cluster.stop();
    }
  },
};

/** The changes that a live review lists, as `risk where`. */
async function driftOf(wanted: Side, { kubeconfig }: RehearsalCluster): Promise<readonly string[]> {
  const live = await liveSide(
    wanted,
    () => {
      throw new Error('no account should be asked');
    },
    openCluster({ clusterName: null, kubeconfig }),
    () => undefined,
  );
  return review(wanted, live, { assess }).changes.map(({ risk, where }) => `${risk} ${where}`);
}
