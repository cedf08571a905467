import { writeFileSync } from 'node:fs';
import { InputError } from '../../config/errors';
import { attempt } from '../../servers/command';
import { findProgram, type Progress } from '../programs/find-program';
import { ApiServer } from './api-server';
import type { RehearsalCluster } from './rehearsal-cluster';
import { RunFolder } from './run-folder';

export interface ContextClusterOptions {
  /** Name of a context in the user's kubeconfig. */
  readonly context: string;
  /** Of the kubectl that is built when there is none on the PATH. */
  readonly release: string;
  readonly progress: Progress;
}

/**
 * A cluster of somebody else, such as one of kind or of a test account, as a context of the user's kubeconfig reaches it.
 * @throws InputError when there is no such context, or its API server does not answer.
 */
export async function openContextCluster({
  context,
  release,
  progress,
}: ContextClusterOptions): Promise<RehearsalCluster> {
  const kubectl = await anyKubectl(release, progress);
  const config = await attempt(kubectl, [
    'config',
    'view',
    '--raw',
    '--minify',
    '--flatten',
    '--context',
    context,
  ]);
  if (config.code !== 0) {
    const { stdout } = await attempt(kubectl, ['config', 'get-contexts', '--output', 'name']);
    const names = stdout.trim().split('\n').filter(Boolean);
    throw fault(
      context,
      'no context of this name in the kubeconfig',
      names.join(', ') || 'a kubeconfig with contexts',
    );
  }
  const run = RunFolder.create();
  try {
    const kubeconfig = run.file('kubeconfig');
    writeFileSync(kubeconfig, config.stdout, { mode: 0o600 });
    const answer = await attempt(kubectl, [
      ...['get', '--raw', '/version', '--request-timeout=10s', '--kubeconfig', kubeconfig],
    ]);
    if (answer.code !== 0) {
      const words = answer.stderr.trim().split('\n').at(-1) ?? '';
      throw fault(
        context,
        `an API server that does not answer (${words})`,
        'a context whose API server answers',
      );
    }
    const api = await ApiServer.open(run, kubectl, kubeconfig);
    return {
      kubernetesVersion: await api.version(),
      kubeconfig,
      nodes: 'unknown',
      api,
      kubectl,
      run,
      stop: async () => run.remove(),
    };
  } catch (error) {
    run.remove();
    throw error;
  }
}

const fault = (context: string, got: string, allowed: string): InputError =>
  new InputError('--context', [{ field: context, got, allowed }]);

async function anyKubectl(release: string, progress: Progress): Promise<string> {
  const { code } = await attempt('kubectl', ['version', '--client']).catch(() => ({ code: 1 }));
  return code === 0 ? 'kubectl' : findProgram('kubectl', release, progress);
}
