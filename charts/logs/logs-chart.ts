import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { createAgent } from './agent';
import { createAgentAccess } from './agent-access';
import { createLoki } from './loki';

/** Loki, and the agent that sends it what the platform's pods write. */
export function renderLogs(environment: Environment, inputs: ClusterInputs): RenderedChart {
  return renderChart('logs', (chart) => {
    createLoki(chart, environment, inputs);
    createAgentAccess(chart);
    createAgent(chart, environment, inputs);
  });
}
