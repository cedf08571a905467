import type { Environment } from '../config/schema';
import type { ClusterInputs } from './inputs';
import type { RenderedChart } from './rendered-chart';

/** What the node chart knows of the cluster that it is applied to. */
export interface NodeInputs {
  readonly nodeRoleName: string;
  readonly clusterName: string;
}

/** Node class, node pools and the switch that makes NetworkPolicies count: applied before any add-on. */
export function renderNodes(_environment: Environment, _inputs: NodeInputs): RenderedChart {
  return { name: 'nodes', objects: [] };
}

/** All other charts, in the order in which they are applied. */
export function renderCharts(_environment: Environment, _inputs: ClusterInputs): readonly RenderedChart[] {
  return [];
}
