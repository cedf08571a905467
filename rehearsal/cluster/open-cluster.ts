import { InputError } from '../../config/errors';
import type { Environment } from '../../config/schema';
import { motoProgram } from '../../servers/moto/moto-server';
import { valkeyProgram } from '../../servers/valkey/valkey-server';
import { fetchDefinitions } from '../acceptance/definitions';
import { imageStore } from '../images/image-store';
import { containerSoftware } from '../nodes/container-software';
import { nodesHindrance } from '../nodes/machine';
import { startRealCluster } from '../nodes/real-cluster';
import { findProgram, findPrograms, type Progress } from '../programs/find-program';
import { kubernetesRelease } from '../programs/kubernetes-release';
import { fakeClusterPrograms, nodeClusterPrograms, nodeScenarioPrograms } from '../programs/program';
import { requirePrograms } from '../requirements';
import type { ImageReferences } from '../images/references';
import type { OutsideNames } from '../stand-ins/outside-services';
import { openContextCluster } from './context-cluster';
import { startFakeCluster } from './fake-cluster';
import type { RehearsalCluster } from './rehearsal-cluster';

/** Ways to get a cluster. */
export type ClusterRequest =
  | { readonly cluster: 'fake'; readonly kubernetesMinor: string }
  | { readonly cluster: 'nodes'; readonly kubernetesMinor: string }
  | { readonly cluster: 'context'; readonly kubernetesMinor: string; readonly context: string };

/** What a cluster has to know of what is rehearsed on it. */
export interface ClusterSubject {
  /** Nodes are made as these environments buy them. */
  readonly environments: readonly Environment[];
  /** Name of the one that is rolled out: real nodes are its alone. */
  readonly rolledOut: string;
  /** How its charts name what is outside of the cluster. */
  readonly outside: OutsideNames;
  /** How its charts name images. */
  readonly images: ImageReferences;
  /** See `RealParts`. */
  readonly attackProgram: readonly string[];
}

/** @throws InputError with all that is missing on this machine. */
export async function openCluster(
  request: ClusterRequest,
  { environments, rolledOut, outside, images, attackProgram }: ClusterSubject,
  progress: Progress,
): Promise<RehearsalCluster> {
  const release = kubernetesRelease(request.kubernetesMinor);
  switch (request.cluster) {
    case 'fake':
      await requirePrograms(['openssl', 'python3']);
      return startFakeCluster({ release, environments, progress });
    case 'nodes': {
      requireNodes();
      const environment = environments.find(({ name }) => name === rolledOut);
      if (!environment) throw new Error(`no environment ${rolledOut}`);
      return startRealCluster({ release, environment, outside, images, attackProgram, progress });
    }
    case 'context':
      return openContextCluster({ context: request.context, release, progress });
  }
}

/** Builds what a cluster needs; what was built before stays. @returns the programs' paths. */
export async function prepareCluster(
  { cluster, kubernetesMinor }: Pick<ClusterRequest, 'cluster' | 'kubernetesMinor'>,
  progress: Progress,
): Promise<readonly string[]> {
  if (cluster === 'nodes') requireNodes();
  await requirePrograms(['openssl', 'python3']);
  const names = cluster === 'nodes' ? nodeClusterPrograms : fakeClusterPrograms;
  const release = kubernetesRelease(kubernetesMinor);
  const programs = Object.values(await findPrograms(names, release, progress));
  if (cluster !== 'nodes') return programs;
  const software = await containerSoftware();
  const store = await imageStore(software, (name) => findProgram(name, release, progress));
  await fetchDefinitions();
  const forScenarios = Object.values(await findPrograms(nodeScenarioPrograms, release, progress));
  const outside = [await motoProgram(), await valkeyProgram()];
  return [...programs, ...forScenarios, software.containerd, store.folder, ...outside];
}

function requireNodes(): void {
  const hindrance = nodesHindrance();
  if (hindrance === null) return;
  throw new InputError('--cluster', [
    { field: 'nodes', got: hindrance, allowed: '--cluster fake, on this machine' },
  ]);
}
