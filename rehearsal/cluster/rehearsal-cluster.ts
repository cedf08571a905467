/** What runs on a cluster's nodes: made-up pods, real containers, or whatever a cluster of somebody else has. */
export type Nodes = 'fake' | 'real' | 'unknown';

/** A running Kubernetes, however it was had. */
export interface RehearsalCluster {
  /** What the API server says it is, such as `1.36.1`. */
  readonly kubernetesVersion: string;
  /** File for `KUBECONFIG`, with one context that may do everything. */
  readonly kubeconfig: string;
  readonly nodes: Nodes;
  /** Ends what it started and removes what it made; leaves a cluster of somebody else as it was found. */
  stop(): Promise<void>;
}
