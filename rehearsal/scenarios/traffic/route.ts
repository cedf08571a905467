import type { ApiServer, LiveObject } from '../../cluster/api-server';

/** Until a load balancer has heard of a change of the endpoints; kube-proxy and an ingress hear of it sooner. */
const lagMilliseconds = 5000;

/** One pod that takes a Service's requests. */
export interface Endpoint {
  readonly podName: string;
  readonly address: string;
  readonly port: number;
}

interface Slice {
  readonly ports: readonly { readonly port: number }[] | null;
  readonly endpoints: readonly {
    readonly addresses: readonly string[];
    readonly conditions: { readonly ready?: boolean };
    readonly targetRef?: { readonly name: string };
  }[];
}

/** A Service's ready endpoints as something that balances load knows them: as they were some seconds ago. */
export class Route {
  private known: readonly Endpoint[] = [];
  private readonly watch: { readonly stop: () => void };
  private readonly slices = new Map<string, readonly Endpoint[]>();
  private turn = 0;

  constructor(api: ApiServer, { name, namespace }: { readonly name: string; readonly namespace: string }) {
    const query = `labelSelector=kubernetes.io%2Fservice-name%3D${name}`;
    const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?${query}`;
    this.watch = api.watch(path, ({ type, object }) => {
      if (type === 'BOOKMARK' || type === 'ERROR') return;
      this.slices.set(object.metadata.name, type === 'DELETED' ? [] : readyEndpoints(object));
      const now = [...this.slices.values()].flat();
      // The first answer is what was there already.
      if (this.known.length === 0) this.known = now;
      else setTimeout(() => (this.known = now), lagMilliseconds).unref();
    });
  }

  /** The next endpoint in turn that is none of some; null when there is no other. */
  next(except: readonly Endpoint[] = []): Endpoint | null {
    const others = this.known.filter(({ address }) => !except.some((tried) => tried.address === address));
    this.turn += 1;
    return others[this.turn % others.length] ?? null;
  }

  get size(): number {
    return this.known.length;
  }

  stop(): void {
    this.watch.stop();
  }
}

function readyEndpoints(slice: LiveObject): readonly Endpoint[] {
  const { ports, endpoints } = slice as unknown as Slice;
  const port = ports?.[0]?.port;
  if (port === undefined) return [];
  return (endpoints ?? []).flatMap(({ addresses, conditions, targetRef }) =>
    conditions.ready ? addresses.map((address) => ({ address, port, podName: targetRef?.name ?? '' })) : [],
  );
}
