/** Where a socket of this machine leads. */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** How this process reaches what answers for pods. */
export interface PodNetwork {
  /** What a pod of the API is asked for; it answers with 200. */
  readonly path: string;
  /** Whether a pod's answer says which pod it is, because the address alone does not. */
  readonly namesPods: boolean;
  /** What leads to a pod's port; null when nothing answers for that address, as a dial that is refused. */
  reach(podAddress: string, port: number): SocketAddress | null;
  /** Cuts a node's power: its pods and its heartbeat fall silent, and nobody is told. @returns what brings it back. */
  loseNode(name: string): Promise<() => Promise<void>>;
}
