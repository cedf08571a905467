/** Where a socket of this machine leads. */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** How this process reaches what answers for pods. */
export interface PodNetwork {
  /** What leads to a pod's port; null when nothing answers for that address, as a dial that is refused. */
  reach(podAddress: string, port: number): SocketAddress | null;
  /** Cuts a node's power: its pods and its heartbeat fall silent, and nobody is told. @returns what brings it back. */
  loseNode(name: string): Promise<() => Promise<void>>;
}
