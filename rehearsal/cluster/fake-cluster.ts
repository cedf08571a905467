import type { Environment } from '../../config/schema';
import { findPrograms, type Progress } from '../programs/find-program';
import { fakeClusterPrograms } from '../programs/program';
import { ApiServer } from './api-server';
import { hasCondition } from './conditions';
import { startControlPlane } from './control-plane';
import { fakeNodes, startKwok } from './fake-nodes';
import { FakePods } from './fake-pods/fake-pods';
import { startMetricsServer } from './metrics-server';
import { keepQueueScalersMinimum } from './queue-scaler';
import type { RehearsalCluster } from './rehearsal-cluster';
import { RunFolder } from './run-folder';
import { noDisk, provideVolumes } from './volumes';
import { until } from './waiting';

/** As long as the reference application needs. */
const startMilliseconds = 2000;

export interface FakeClusterOptions {
  /** Of Kubernetes, such as 1.36.3. */
  readonly release: string;
  /** Nodes are made as these environments buy them. */
  readonly environments: readonly Environment[];
  readonly progress: Progress;
}

/**
 * A real control plane whose nodes are made up: what controllers, the scheduler and the autoscaler do is real. A pod with
 * an HTTP readiness probe is a server on loopback that is probed, any other an object that says it is ready. Needs no
 * privileges, and no container is run.
 */
export async function startFakeCluster({
  release,
  environments,
  progress,
}: FakeClusterOptions): Promise<RehearsalCluster> {
  const programs = await findPrograms(fakeClusterPrograms, release, progress);
  const run = RunFolder.create();
  try {
    progress(`starting Kubernetes ${release} with fake nodes`);
    const controlPlane = await startControlPlane(run, programs);
    const { kubeconfig } = controlPlane;
    const api = await ApiServer.open(run, programs.kubectl, kubeconfig);
    const kwok = await startKwok(run, programs.kwok, controlPlane);
    const pods = new FakePods(api, { contractPaths: contractPaths(environments), startMilliseconds });
    const queueScalers = keepQueueScalersMinimum(api);
    const volumes = provideVolumes(api, noDisk);
    const nodes = fakeNodes(environments);
    await Promise.all(nodes.map((node) => api.put(node)));
    await startMetricsServer(run, programs['metrics-server'], kubeconfig, api);
    await until('fake nodes', async () => (await readyNodes(api)) === nodes.length, {
      seconds: 60,
      processes: [kwok],
    });
    return {
      kubernetesVersion: await api.version(),
      kubeconfig,
      nodes: 'fake',
      network: pods,
      run,
      api,
      kubectl: programs.kubectl,
      stop: async () => {
        queueScalers.stop();
        volumes.stop();
        pods.stop();
        run.remove();
      },
    };
  } catch (error) {
    run.remove();
    throw error;
  }
}

function contractPaths(environments: readonly Environment[]): ReadonlySet<string> {
  return new Set(
    environments.flatMap(({ application: { probes, metricsPath } }) => [
      ...[probes.startup.path, probes.ready.path, probes.live.path],
      ...(metricsPath === null ? [] : [metricsPath]),
    ]),
  );
}

async function readyNodes(api: ApiServer): Promise<number> {
  const nodes = await api.list('v1', 'Node');
  return nodes.filter((node) => hasCondition(node, 'Ready')).length;
}
