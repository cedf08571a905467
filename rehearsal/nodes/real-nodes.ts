import type { PodNetwork, SocketAddress } from '../cluster/pod-network';
import { writeNames } from './name-server';
import { type NodeSurroundings, type RealNode, startNode } from './real-node';

/** The nodes of a cluster, of which one may be lost and come back. Their pods are reached as from an ingress in the VPC. */
export class RealNodes implements PodNetwork {
  /** A page that the application puts together for anybody. */
  readonly path = '/openapi.json';
  readonly namesPods = false;
  private readonly nodes = new Map<string, RealNode>();

  private constructor(private surroundings: NodeSurroundings) {}

  static async start(surroundings: NodeSurroundings): Promise<RealNodes> {
    const nodes = new RealNodes(surroundings);
    await Promise.all(surroundings.plans.map(({ name }) => nodes.startNode(name)));
    return nodes;
  }

  /** Those that are not lost. */
  all(): readonly RealNode[] {
    return [...this.nodes.values()];
  }

  reach(host: string, port: number): SocketAddress {
    return { host, port };
  }

  /** Ends all that runs on a node at once, and takes its cable with it. */
  async loseNode(name: string): Promise<() => Promise<void>> {
    const node = this.nodes.get(name);
    if (!node) throw new Error(`there is no node ${name}`);
    this.nodes.delete(name);
    node.namespaces.kill();
    return () => this.startNode(name);
  }

  /** What names of what is outside of the cluster lead to from now on, on every node. */
  lead(changed: Readonly<Record<string, string>>): void {
    const names = { ...this.surroundings.names, ...changed };
    // Also for a node that comes back.
    this.surroundings = { ...this.surroundings, names };
    for (const { namespaces } of this.all()) writeNames(namespaces, names);
  }

  private async startNode(name: string): Promise<void> {
    const plan = this.surroundings.plans.find((one) => one.name === name);
    if (!plan) throw new Error(`no node ${name} is planned`);
    this.nodes.set(name, await startNode(plan, this.surroundings));
  }
}
