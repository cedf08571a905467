import type { RenderedEnvironment } from '../../rehearsal/acceptance/acceptance';
import { planted, withField } from './planted-objects';

/** A fault of the API's objects, and what a scenario that finds it says. */
export interface WorkloadFault {
  readonly fault: string;
  readonly plant: (rendered: RenderedEnvironment) => RenderedEnvironment;
  readonly words: RegExp;
}

/** For scenarios that are played on fake nodes and on real ones. */
export const workloadFaults = {
  autoscalerStopsAtSix: {
    fault: 'an autoscaler that stops at six',
    plant: (rendered) =>
      planted(rendered, { kind: 'HorizontalPodAutoscaler', name: 'api' }, (object) =>
        withField(object, 'spec.maxReplicas', 6),
      ),
    words: /6 pods of 10 are Ready/,
  },
  allAtOneTime: {
    fault: 'all pods are replaced at one time',
    plant: (rendered) =>
      planted(rendered, { kind: 'Deployment', name: 'api' }, (object) =>
        withField(object, 'spec.strategy', { type: 'Recreate' }),
      ),
    words: /a request failed/,
  },
  noDisruptionBudget: {
    fault: 'no disruption budget',
    plant: (rendered) => planted(rendered, { kind: 'PodDisruptionBudget', name: 'api' }, () => null),
    // None where the drained nodes had all three.
    words: /only [01] of 3 pods were ready at one time/,
  },
} as const satisfies Record<string, WorkloadFault>;
