import type { Environment } from '../../config/schema';
import type { Edge } from '../edge/edge';
import type { AdaptedObjects } from '../stand-ins/adaptation';
import type { OutsideServices } from '../stand-ins/outside-services';
import type { ApiObject, ApiServer } from './api-server';
import type { PodNetwork } from './pod-network';
import type { RunFolder } from './run-folder';

/** What runs on a cluster's nodes: made-up pods, real containers, or whatever a cluster of somebody else has. */
export type Nodes = 'fake' | 'real' | 'unknown';

export interface RealParts {
  /** The one that the nodes are made for. */
  readonly environment: Environment;
  /** Reference of an image that only waits, which all nodes have. */
  readonly pauseImage: string;
  /** The way in from the internet. */
  readonly edge: Edge;
  /** What AWS would run outside of the cluster. */
  readonly outside: OutsideServices;
  /** Command that attacks the isolation of tenants through an ingress; its order comes by standard input, as JSON. */
  readonly attackProgram: readonly string[];
  /** What names outside of the cluster lead to from now on, for whoever asks on a node. */
  readonly lead: (names: Readonly<Record<string, string>>) => void;
  /** Makes the nodes' rules as policies and pods are now. @throws Error when a node does not take them. */
  readonly renewPolicies: () => Promise<void>;
}

/** A running Kubernetes, however it was had. */
export interface RehearsalCluster {
  /** What the API server says it is, such as `1.36.1`. */
  readonly kubernetesVersion: string;
  /** File for `KUBECONFIG`, with one context that may do everything. */
  readonly kubeconfig: string;
  readonly nodes: Nodes;
  /** The API as that user. */
  readonly api: ApiServer;
  /** The pods as this process reaches them; absent where their addresses lead nowhere from here. */
  readonly network?: PodNetwork;
  /** Path of a kubectl that fits. */
  readonly kubectl: string;
  /** Where a rehearsal keeps its files and starts its programs: all of it goes with the cluster. */
  readonly run: RunFolder;
  /** What of a chart's objects it can run, and how; without it, all of them as they are. */
  readonly adapt?: (objects: readonly ApiObject[]) => AdaptedObjects;
  /** What only a cluster with real nodes has. */
  readonly real?: RealParts;
  /** Ends what it started and removes what it made; leaves a cluster of somebody else as it was found. */
  stop(): Promise<void>;
}
