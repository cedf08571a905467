import type { Environment } from '../../config/schema';
import { findPrograms, type Progress } from '../programs/find-program';
import { kubernetesRelease } from '../programs/kubernetes-release';
import { fakeClusterPrograms } from '../programs/program';
import { requirePrograms } from '../requirements';
import { openContextCluster } from './context-cluster';
import { startFakeCluster } from './fake-cluster';
import type { RehearsalCluster } from './rehearsal-cluster';

/** Ways to get a cluster. */
export type ClusterRequest =
  | { readonly cluster: 'fake'; readonly kubernetesMinor: string }
  | { readonly cluster: 'context'; readonly kubernetesMinor: string; readonly context: string };

/** @throws InputError with all that is missing on this machine. */
export async function openCluster(
  request: ClusterRequest,
  environments: readonly Environment[],
  progress: Progress,
): Promise<RehearsalCluster> {
  const release = kubernetesRelease(request.kubernetesMinor);
  switch (request.cluster) {
    case 'fake':
      await requirePrograms(['openssl', 'python3']);
      return startFakeCluster({ release, environments, progress });
    case 'context':
      return openContextCluster({ context: request.context, release, progress });
  }
}

/** Builds what a cluster needs; what was built before stays. @returns the programs' paths. */
export async function prepareCluster(
  { kubernetesMinor }: Pick<ClusterRequest, 'kubernetesMinor'>,
  progress: Progress,
): Promise<readonly string[]> {
  await requirePrograms(['openssl', 'python3']);
  const programs = await findPrograms(fakeClusterPrograms, kubernetesRelease(kubernetesMinor), progress);
  return Object.values(programs);
}
