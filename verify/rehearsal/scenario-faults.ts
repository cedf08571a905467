import { nodeLabels } from '../../config/contract';
import { autoscaling } from '../../rehearsal/scenarios/autoscaling';
import { nodeDrain } from '../../rehearsal/scenarios/node-drain';
import { nodeLoss } from '../../rehearsal/scenarios/node-loss';
import { rollOutWithin } from '../../rehearsal/scenarios/roll-out';
import { rollWithin, rollingUpdate } from '../../rehearsal/scenarios/rolling-update';
import type { Scenario } from '../../rehearsal/scenarios/scenario';
import { type Place, planted, withField } from './planted-objects';
import { type WorkloadFault, workloadFaults } from './workload-faults';

export interface ScenarioFault extends WorkloadFault {
  readonly scenario: Pick<Scenario, 'name' | 'run'>;
  /** The scenario rolls the objects out itself; else they are rolled out before it. */
  readonly rollsOut?: true;
}

const deployment: Place = { kind: 'Deployment', name: 'api' };
const container = 'spec.template.spec.containers.0';
const inDeployment =
  (path: string, value: unknown): ScenarioFault['plant'] =>
  (rendered) =>
    planted(rendered, deployment, (object) => withField(object, path, value));

/** For each scenario at least one fault that it must find; in the order of the scenarios. */
export const scenarioFaults: readonly ScenarioFault[] = [
  {
    fault: 'a probe asks for a path that is not there',
    scenario: { name: 'roll-out from nothing', run: (stage) => rollOutWithin(stage, 180) },
    rollsOut: true,
    plant: inDeployment(`${container}.readinessProbe.httpGet.path`, '/readyz'),
    words: /Deployment app\/api is not healthy/,
  },
  { ...workloadFaults.autoscalerStopsAtSix, scenario: autoscaling },
  {
    fault: 'pods stop as soon as they are told to',
    scenario: rollingUpdate,
    plant: inDeployment(`${container}.lifecycle`, undefined),
    words: /a request failed: .*connection refused/,
  },
  {
    ...workloadFaults.allAtOneTime,
    scenario: { ...rollingUpdate, run: (stage) => rollWithin(stage, 120) },
  },
  { ...workloadFaults.noDisruptionBudget, scenario: nodeDrain },
  {
    fault: 'all pods on one node',
    scenario: nodeLoss,
    plant: (rendered) =>
      planted(rendered, deployment, (object) => {
        const { nodeSelector } = (
          object.spec as { template: { spec: { nodeSelector: Record<string, string> } } }
        ).template.spec;
        const node = `fake-${nodeSelector[nodeLabels.pool]}-${nodeSelector[nodeLabels.architecture]}-us-east-1a`;
        return withField(object, `spec.template.spec.nodeSelector`, {
          ...nodeSelector,
          [nodeLabels.host]: node,
        });
      }),
    words: /a request failed/,
  },
];
