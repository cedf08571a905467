import { type RequestOptions, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { KubeConfig } from '@kubernetes/client-node';
import { InputError } from '../../../config/errors';
import type { JsonObject } from '../change';
import type { Cluster } from './live-objects';

interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string }[];
}

interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/**
 * The cluster of the current context of KUBECONFIG.
 * @param clusterName of EKS, which the context must be of; null: any cluster.
 * @throws InputError where the context is of another cluster.
 */
export function openCluster(clusterName: string | null): Cluster {
  const config = new KubeConfig();
  config.loadFromDefault();
  const name = config.getCurrentCluster()?.name ?? '';
  if (clusterName !== null && name.split('/').at(-1) !== clusterName) throw otherCluster(name, clusterName);
  const get = <Body>(path: string): Promise<Answer<Body>> => ask<Body>(config, path);
  return {
    list: async (apiVersion, kind) => {
      const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      const served = await get<ResourceList>(group);
      if (served.status === 404) return [];
      const resource = (served.body.resources ?? []).find(
        (one) => one.kind === kind && !one.name.includes('/'),
      );
      if (!resource) return [];
      // In the server's own words: the client's models have other names for fields such as `from`.
      const { status, body } = await get<{ items?: readonly JsonObject[]; message?: string }>(
        `${group}/${resource.name}`,
      );
      if (status !== 200) throw unreadable(`${kind} objects`, body.message ?? `status ${status}`);
      return body.items ?? [];
    },
  };
}

async function ask<Body>(config: KubeConfig, path: string): Promise<Answer<Body>> {
  try {
    const options: RequestOptions = { headers: { Accept: 'application/json' } };
    await config.applyToHTTPSOptions(options);
    return await answer<Body>(new URL(path, config.getCurrentCluster()?.server), options);
  } catch (error) {
    throw unreadable(path, (error as Error).message || (error as NodeJS.ErrnoException).code || 'no answer');
  }
}

const answer = <Body>(url: URL, options: RequestOptions): Promise<Answer<Body>> =>
  new Promise((resolve, reject) => {
    request(url, options, (response) => {
      text(response)
        .then((body) => resolve({ status: response.statusCode ?? 0, body: JSON.parse(body) as Body }))
        .catch(reject);
    })
      .on('error', reject)
      .end();
  });

const unreadable = (what: string, why: string): InputError =>
  new InputError('--live', [
    {
      field: `the cluster's ${what}`,
      got: why,
      allowed:
        'a cluster that answers, and a login that may list all objects (the role Reader of the cluster stack)',
    },
  ]);

const otherCluster = (got: string, wanted: string): InputError =>
  new InputError('--live', [
    {
      field: 'the current context of kubectl',
      got: got || 'none',
      allowed: `the cluster ${wanted}: aws eks update-kubeconfig --name ${wanted}`,
    },
  ]);
