import type { RenderedEnvironment } from '../../rehearsal/acceptance/acceptance';
import { nodeLabels } from '../../config/contract';
import { autoscaling } from '../../rehearsal/scenarios/autoscaling';
import { nodeDrain } from '../../rehearsal/scenarios/node-drain';
import { nodeLoss } from '../../rehearsal/scenarios/node-loss';
import { rollOutWithin } from '../../rehearsal/scenarios/roll-out';
import { rollWithin, rollingUpdate } from '../../rehearsal/scenarios/rolling-update';
import type { Scenario } from '../../rehearsal/scenarios/scenario';
import { type Place, planted, withField } from './planted-objects';

export interface ScenarioFault {
  readonly fault: string;
  readonly scenario: Pick<Scenario, 'name' | 'run'>;
  readonly plant: (rendered: RenderedEnvironment) => RenderedEnvironment;
  /** The scenario rolls the objects out itself; else they are rolled out before it. */
  readonly rollsOut?: true;
  /** What one of the scenario's faults says. */
  readonly words: RegExp;
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
  {
    fault: 'an autoscaler that stops at six',
    scenario: autoscaling,
    plant: (rendered) =>
      planted(rendered, { kind: 'HorizontalPodAutoscaler', name: 'api' }, (object) =>
        withField(object, 'spec.maxReplicas', 6),
      ),
    words: /6 pods of 10 are Ready/,
  },
  {
    fault: 'pods stop as soon as they are told to',
    scenario: rollingUpdate,
    plant: inDeployment(`${container}.lifecycle`, undefined),
    words: /a request failed: .*connection refused/,
  },
  {
    fault: 'all pods are replaced at one time',
    scenario: { ...rollingUpdate, run: (stage) => rollWithin(stage, 120) },
    plant: inDeployment('spec.strategy', { type: 'Recreate' }),
    words: /a request failed/,
  },
  {
    fault: 'no disruption budget',
    scenario: nodeDrain,
    plant: (rendered) => planted(rendered, { kind: 'PodDisruptionBudget', name: 'api' }, () => null),
    // None where both nodes had all three.
    words: /only [01] of 3 pods were ready at one time/,
  },
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
