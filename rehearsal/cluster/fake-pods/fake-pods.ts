import type { ApiServer, LiveObject, WatchEvent } from '../api-server';
import type { PodNetwork, SocketAddress } from '../pod-network';
import { type FakeImage, FakePod } from './fake-pod';
import { isAskedByHttp, podSpecOf } from './pod-spec';

/** Beside the block from which kwok gives addresses. */
const addressOf = (count: number): string => `10.245.${Math.floor(count / 250)}.${(count % 250) + 1}`;

/** Made-up pods that are asked by HTTP whether they are ready, each with a server on loopback that answers for it. */
export class FakePods implements PodNetwork {
  readonly path = '/work';
  readonly namesPods = true;
  private readonly pods = new Map<string, FakePod>();
  private readonly lostNodes = new Set<string>();
  private readonly watch: { readonly stop: () => void };
  private count = 0;

  constructor(
    private readonly api: ApiServer,
    private readonly image: FakeImage,
  ) {
    this.watch = api.watch('/api/v1/pods', (event) => this.see(event));
  }

  reach(podAddress: string, port: number): SocketAddress | null {
    const pod = [...this.pods.values()].find(({ address }) => address === podAddress);
    const open = pod?.portFor(port) ?? null;
    return open === null ? null : { host: '127.0.0.1', port: open };
  }

  async loseNode(name: string): Promise<() => Promise<void>> {
    const lease = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`;
    // kwok leaves a node alone while somebody else holds its lease, and nobody renews this one.
    await this.api.merge(lease, { spec: { holderIdentity: 'nobody', leaseDurationSeconds: 3600 } });
    this.setLost(name, true);
    return async () => {
      await this.api.merge(lease, { spec: { holderIdentity: null, leaseDurationSeconds: 40 } });
      this.setLost(name, false);
      await this.replaceKwoksPods(name);
    };
  }

  stop(): void {
    this.watch.stop();
    for (const pod of this.pods.values()) pod.end();
  }

  private see({ type, object }: WatchEvent): void {
    if (type === 'BOOKMARK' || type === 'ERROR') return;
    const { uid, deletionTimestamp } = object.metadata;
    if (type === 'DELETED') {
      this.pods.get(uid)?.end();
      this.pods.delete(uid);
      return;
    }
    const pod = this.pods.get(uid) ?? this.begin(object);
    if (deletionTimestamp !== undefined) void pod?.stop().catch(() => {});
  }

  private begin(object: LiveObject): FakePod | null {
    const { nodeName } = podSpecOf(object);
    if (nodeName === undefined || !isAskedByHttp(object)) return null;
    const pod = new FakePod(this.api, object, addressOf(this.count++), this.image);
    pod.setLost(this.lostNodes.has(nodeName));
    this.pods.set(object.metadata.uid, pod);
    // A cluster that is being taken down answers no more.
    void pod.live().catch(() => {});
    return pod;
  }

  /** kwok says once that a pod is ready, and not again after the node's controller has said otherwise. */
  private async replaceKwoksPods(node: string): Promise<void> {
    for (const pod of await this.api.list('v1', 'Pod')) {
      const { name, namespace } = pod.metadata;
      if (podSpecOf(pod).nodeName !== node || isAskedByHttp(pod)) continue;
      await this.api.request('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}`);
    }
  }

  private setLost(node: string, lost: boolean): void {
    if (lost) this.lostNodes.add(node);
    else this.lostNodes.delete(node);
    for (const pod of this.pods.values()) if (pod.node === node) pod.setLost(lost);
  }
}
