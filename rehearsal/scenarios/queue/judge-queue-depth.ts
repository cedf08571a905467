import type { ScenarioResult } from '../scenario';
import type { AcceptedTask, KnownTask } from '../tenant/tenant-tasks';
import { fewestWorkers, mostWorkers, type ScalingLaw } from './scaling-law';
import type { ScalingSample } from './worker-scaling';

/** As for the API: new pods are ready in under a minute. */
export const readySecondsMax = 60;
/** A worker counts every 5 seconds, the autoscaler looks every 15, and the machine is busy. */
const reactSeconds = 30;

/** What was seen of workers that a queue scales. */
export interface QueueDepth {
  readonly law: ScalingLaw;
  /** From before the first task until only the minimum was left. */
  readonly samples: readonly ScalingSample[];
  readonly accepted: readonly AcceptedTask[];
  readonly known: ReadonlyMap<string, KnownTask>;
  /** From the end of the last task until only the minimum was left; null: never. */
  readonly secondsBack: number | null;
  readonly fallback: Fallback;
}

/** What was seen when nobody could tell how many tasks wait. */
export interface Fallback {
  /** That were asked for in the end. */
  readonly workers: number;
  /** Until they were Ready; null: never. */
  readonly seconds: number | null;
  /** From when it was told again until only the minimum was left; null: never. */
  readonly secondsBack: number | null;
}

export function judgeQueueDepth(seen: QueueDepth): ScenarioResult {
  const { law, samples, accepted, known, secondsBack, fallback } = seen;
  const { replicas, waitingTasksPerPodMax, replicasWithoutMetric } = law;
  const steps = stepsUp(law, samples);
  const undone = accepted.filter(({ id }) => known.get(id)?.state !== 'done').length;
  const seconds = Math.max(0, ...steps.map((step) => step.secondsToReady ?? 0));
  const waitingMost = Math.max(...samples.map(({ waiting }) => waiting));
  const asked = samples.map((sample) => sample.asked);
  return {
    figure: `${steps.map(words).join('; ')} (at most ${readySecondsMax} s, fewer than ${waitingTasksPerPodMax} waiting tasks a worker); ${accepted.length - undone} of ${accepted.length} tasks done; back to ${replicas.min} ${after(secondsBack)}; without the metric ${fallback.workers} workers ${after(fallback.seconds)}, with it again ${replicas.min} ${after(fallback.secondsBack)}`,
    figures: {
      secondsToReady: seconds,
      steps: steps.length,
      waitingMost,
      workersMost: Math.max(...asked),
      tasks: accepted.length,
      undone,
      ...(secondsBack !== null && { secondsBack }),
      workersWithoutMetric: fallback.workers,
      ...(fallback.seconds !== null && { secondsToFallback: fallback.seconds }),
    },
    faults: [
      ...(asked[0] === replicas.min ? [] : [`${asked[0]} workers were asked for while no task waited`]),
      ...tooFew(law, samples).slice(0, 1),
      ...tooMany(law, samples).slice(0, 1),
      ...(fewestWorkers(law, waitingMost) < replicas.max
        ? [`no more than ${waitingMost} tasks waited: the maximum was not tried`]
        : []),
      ...steps.flatMap(({ workers, secondsToReady }) => {
        if (secondsToReady === null) return [`${workers} workers were asked for and never Ready`];
        if (secondsToReady <= readySecondsMax) return [];
        return [`${workers} workers were Ready only after ${secondsToReady.toFixed(0)} s`];
      }),
      ...(undone > 0 ? [`${undone} of ${accepted.length} accepted tasks are not done`] : []),
      ...(secondsBack === null ? [`with nothing to do it did not come back to ${replicas.min} workers`] : []),
      ...(fallback.workers === replicasWithoutMetric && fallback.seconds !== null
        ? []
        : [`without the metric there are ${fallback.workers} workers, not ${replicasWithoutMetric}`]),
      ...(fallback.secondsBack === null
        ? ['when the metric was back, the workers of the fallback stayed']
        : []),
    ],
  };
}

/** Whoever reads late reads what was there meanwhile: only what waited all that time counts. */
function tooFew(law: ScalingLaw, samples: readonly ScalingSample[]): string[] {
  return samples.flatMap(({ seconds, asked }) => {
    if (seconds < reactSeconds) return [];
    const recent = samples.filter((one) => one.seconds <= seconds && one.seconds >= seconds - reactSeconds);
    const least = Math.min(...recent.map(({ waiting }) => waiting));
    const wanted = fewestWorkers(law, least);
    return asked >= wanted
      ? []
      : [`${least} tasks waited for ${reactSeconds} s, and ${asked} workers were asked for, not ${wanted}`];
  });
}

/** A number that was right goes down late, so any earlier queue may be the reason. */
function tooMany(law: ScalingLaw, samples: readonly ScalingSample[]): string[] {
  return samples.flatMap(({ seconds, asked }) => {
    const before = samples.filter((one) => one.seconds <= seconds);
    const most = Math.max(...before.map(({ waiting }) => waiting));
    return asked <= mostWorkers(law, most)
      ? []
      : [`no more than ${most} tasks waited, and ${asked} workers were asked for`];
  });
}

interface Step {
  readonly workers: number;
  /** When they were asked for. */
  readonly waiting: number;
  /** From when so many tasks waited that those before were too few; null: never. */
  readonly secondsToReady: number | null;
}

/** Each time that more workers were asked for. */
function stepsUp(law: ScalingLaw, samples: readonly ScalingSample[]): readonly Step[] {
  return samples.flatMap((sample, index) => {
    const before = samples[index - 1]?.asked ?? sample.asked;
    if (sample.asked <= before) return [];
    const calm = samples
      .slice(0, index + 1)
      .findLastIndex(({ waiting }) => fewestWorkers(law, waiting) <= before);
    const needed = samples[calm + 1] ?? sample;
    const ready = samples.find((one) => one.seconds >= sample.seconds && one.ready >= sample.asked);
    return [
      {
        workers: sample.asked,
        waiting: sample.waiting,
        secondsToReady: ready === undefined ? null : ready.seconds - needed.seconds,
      },
    ];
  });
}

const words = ({ workers, waiting, secondsToReady }: Step): string =>
  `${workers} workers at ${waiting} waiting tasks, Ready ${after(secondsToReady)}`;

const after = (seconds: number | null): string =>
  seconds === null ? 'never' : `after ${seconds.toFixed(0)} s`;
