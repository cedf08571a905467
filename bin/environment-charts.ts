import { type ClusterInputs, undeployedInputs } from '../charts/inputs';
import { renderCharts, renderNodes } from '../charts/platform';
import type { RenderedChart } from '../charts/rendered-chart';
import type { Environment } from '../config/schema';

/** What is known of a deployed environment; its node chart needs the name of the nodes' role. */
export type ChartInputs = ClusterInputs & { readonly nodeRoleName?: string };

/** An environment's charts in the order in which they are applied, the node chart first where nodes are bought. */
export function environmentCharts(
  environment: Environment,
  inputs: ChartInputs = { ...undeployedInputs(environment), nodeRoleName: `${environment.name}-node` },
): RenderedChart[] {
  const { nodeRoleName } = inputs;
  const buysNodes = environment.deploysTo === 'aws' && nodeRoleName !== undefined;
  return [
    ...(buysNodes ? [renderNodes(environment, { clusterName: environment.name, nodeRoleName })] : []),
    ...renderCharts(environment, inputs),
  ];
}
