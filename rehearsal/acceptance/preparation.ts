import type { ApiObject } from '../cluster/api-server';
import type { RehearsalCluster } from '../cluster/rehearsal-cluster';
import { type Definition, definesGroup, installDefinitions } from './definitions';

/** What a dry run needs that a dry run does not make. */
export interface Preparation {
  define(definitions: readonly Definition[]): Promise<void>;
  makeNamespaces(namespaces: readonly ApiObject[]): Promise<void>;
  /** What an object needs that the cluster does not have, such as `namespace app`; null when nothing is missing. */
  lacking(object: ApiObject): Promise<string | null>;
}

/** How a cluster is prepared, by whose it is. */
export function preparationOf(cluster: RehearsalCluster, apply: boolean): Preparation {
  if (cluster.nodes !== 'unknown') return ownCluster(cluster);
  return apply ? borrowedCluster(cluster) : untouchedCluster(cluster);
}

/** A cluster of ours gets everything, as this environment has it. */
const ownCluster = ({ api }: RehearsalCluster): Preparation => ({
  define: (definitions) => installDefinitions(api, definitions),
  makeNamespaces: async (namespaces) => {
    for (const namespace of namespaces) await api.apply(namespace, { dryRun: false });
  },
  lacking: async () => null,
});

/** Makes what is missing, and leaves alone what is there; the run's journal removes it again. */
function borrowedCluster({ api, run, kubectl, kubeconfig }: RehearsalCluster): Preparation {
  const missing = async (objects: readonly ApiObject[]): Promise<readonly ApiObject[]> => {
    const live = await Promise.all(objects.map((object) => api.get(object)));
    return objects.filter((_, index) => live[index] === null);
  };
  const removeLater = ({ kind, metadata }: ApiObject): void =>
    run.undoLater([
      ...[kubectl, '--kubeconfig', kubeconfig, '--request-timeout=30s'],
      ...['delete', kind, metadata.name, '--ignore-not-found', '--wait=false'],
    ]);
  return {
    define: async (definitions) => {
      const wanted = await missing(definitions.map(({ object }) => object));
      wanted.forEach(removeLater);
      await installDefinitions(
        api,
        definitions.filter(({ object }) => wanted.includes(object)),
      );
    },
    makeNamespaces: async (namespaces) => {
      for (const namespace of await missing(namespaces)) {
        removeLater(namespace);
        await api.put(namespace);
      }
    },
    lacking: async () => null,
  };
}

/** Nothing is made, so what needs it cannot be tried. */
const untouchedCluster = ({ api }: RehearsalCluster): Preparation => ({
  define: async () => {},
  makeNamespaces: async () => {},
  lacking: async ({ apiVersion, kind, metadata: { namespace } }) => {
    if (definesGroup(apiVersion) && !(await api.serves(apiVersion, kind))) return `definition of ${kind}`;
    if (namespace === undefined) return null;
    const live = await api.get({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    return live === null ? `namespace ${namespace}` : null;
  },
});
