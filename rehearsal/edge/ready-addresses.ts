import type { ApiServer, LiveObject } from '../cluster/api-server';

interface Slice {
  readonly endpoints?:
    | readonly {
        readonly addresses: readonly string[];
        readonly conditions: { readonly ready?: boolean };
      }[]
    | null;
}

/** Tells the addresses of a Service's ready pods, now and after each change. */
export function readyAddresses(
  api: Pick<ApiServer, 'watch'>,
  { name, namespace = 'default' }: Pick<LiveObject['metadata'], 'name' | 'namespace'>,
  onChange: (addresses: readonly string[]) => void,
): { readonly stop: () => void } {
  const slices = new Map<string, readonly string[]>();
  const query = `labelSelector=kubernetes.io%2Fservice-name%3D${name}`;
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?${query}`;
  return api.watch(path, ({ type, object }) => {
    if (type === 'BOOKMARK' || type === 'ERROR') return;
    const { endpoints } = object as unknown as Slice;
    const ready = (endpoints ?? []).filter(({ conditions }) => conditions.ready);
    slices.set(object.metadata.name, type === 'DELETED' ? [] : ready.flatMap(({ addresses }) => addresses));
    onChange([...slices.values()].flat());
  });
}
