import { autoscalerTarget } from '../../../config/autoscaling';
import type { Environment } from '../../../config/schema';

/** What the environment says of the number of workers. */
export type ScalingLaw = Pick<
  Environment['application']['components']['worker'],
  'replicas' | 'waitingTasksPerPodMax' | 'replicasWithoutMetric'
>;

/** The fewest workers of which each has less than the most tasks that may wait for one. */
export const fewestWorkers = (law: ScalingLaw, waiting: number): number =>
  between(law, Math.floor(waiting / law.waitingTasksPerPodMax) + 1);

/** More than these, nobody has asked for: the autoscaler aims a little lower than the limit. */
export const mostWorkers = (law: ScalingLaw, waiting: number): number =>
  between(law, Math.ceil(waiting / autoscalerTarget(law.waitingTasksPerPodMax)));

const between = ({ replicas: { min, max } }: ScalingLaw, workers: number): number =>
  Math.min(max, Math.max(min, workers));
