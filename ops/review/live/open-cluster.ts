import http from 'node:http';
import https, { type RequestOptions } from 'node:https';
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

/** Which cluster is asked. */
export interface ClusterChoice {
  /** Context of KUBECONFIG. Default: its current one. */
  readonly context?: string;
  /** Name of the cluster at EKS, which the context must be of; null: any cluster. */
  readonly clusterName: string | null;
  /** A file for KUBECONFIG. Default: those that kubectl reads. */
  readonly kubeconfig?: string;
}

/** @throws InputError where there is no such context, or it is of another cluster. */
export function openCluster({ context, clusterName, kubeconfig }: ClusterChoice): Cluster {
  const config = kubeConfig(context, kubeconfig);
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
      if (served.status === 200 && !resource) return [];
      // In the server's own words: the client's models have other names for fields such as `from`.
      const { status, body } = resource
        ? await get<{ items?: readonly JsonObject[]; message?: string }>(`${group}/${resource.name}`)
        : { status: served.status, body: {} };
      if (status !== 200) throw unreadable(`${kind} objects`, body.message ?? `status ${status}`);
      return body.items ?? [];
    },
  };
}

/** What the client makes up where there is no kubeconfig: an API server on this machine. */
const inventedContext = 'loaded-context';

function kubeConfig(context: string | undefined, file: string | undefined): KubeConfig {
  const config = new KubeConfig();
  try {
    if (file === undefined) config.loadFromDefault();
    else config.loadFromFile(file);
  } catch (error) {
    throw new InputError('--live', [
      { field: 'KUBECONFIG', got: (error as Error).message, allowed: 'a file that kubectl can read, too' },
    ]);
  }
  const names = config.getContexts().map(({ name }) => name);
  if (names.every((name) => name === inventedContext)) {
    throw new InputError('--live', [
      {
        field: 'the kubeconfig',
        got: 'none with a context',
        allowed: 'one that aws eks update-kubeconfig --name CLUSTER has written',
      },
    ]);
  }
  if (context === undefined) return config;
  if (!names.includes(context)) {
    throw new InputError('--context', [
      { field: 'kubectl', got: `no context ${context}`, allowed: names.join(', ') || 'there is none' },
    ]);
  }
  config.setCurrentContext(context);
  return config;
}

async function ask<Body>(config: KubeConfig, path: string): Promise<Answer<Body>> {
  try {
    const options: RequestOptions = { headers: { Accept: 'application/json' }, timeout: answerWithinMs };
    await config.applyToHTTPSOptions(options);
    return await answer<Body>(new URL(path, config.getCurrentCluster()?.server), options);
  } catch (error) {
    throw unreadable(path, (error as Error).message || (error as NodeJS.ErrnoException).code || 'no answer');
  }
}

/** A private endpoint that cannot be reached says nothing at all. */
const answerWithinMs = 20_000;

const answer = <Body>(url: URL, options: RequestOptions): Promise<Answer<Body>> =>
  new Promise((resolve, reject) => {
    // `kubectl proxy` is a server without TLS.
    const { request } = url.protocol === 'http:' ? http : https;
    const asked = request(url, options, (response) => {
      text(response)
        .then((body) => resolve({ status: response.statusCode ?? 0, body: bodyOf(response, body) as Body }))
        .catch(reject);
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer in ${answerWithinMs / 1000} seconds`)));
    asked.on('error', reject).end();
  });

/** A path that is not served is answered in plain text. */
const bodyOf = ({ headers }: http.IncomingMessage, body: string): unknown =>
  headers['content-type']?.startsWith('application/json') ? JSON.parse(body) : { message: body };

const unreadable = (what: string, why: string): InputError =>
  new InputError('--live', [
    {
      field: `the cluster's ${what}`,
      got: why,
      allowed:
        'a cluster that answers, and a login that may list all objects (Administrator of the cluster stack; its Reader sees none outside of namespaces)',
    },
  ]);

const otherCluster = (got: string, wanted: string): InputError =>
  new InputError('--live', [
    {
      field: 'the context of kubectl',
      got: got || 'none',
      allowed: `the cluster ${wanted}: aws eks update-kubeconfig --name ${wanted}, or --context NAME`,
    },
  ]);
