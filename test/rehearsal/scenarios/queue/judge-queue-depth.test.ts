import { judgeQueueDepth, type QueueDepth } from '../../../../rehearsal/scenarios/queue/judge-queue-depth';
import type { ScalingLaw } from '../../../../rehearsal/scenarios/queue/scaling-law';
import type { ScalingSample } from '../../../../rehearsal/scenarios/queue/worker-scaling';

const law: ScalingLaw = {
  replicas: { min: 2, max: 5 },
  waitingTasksPerPodMax: 50,
  replicasWithoutMetric: 3,
};

/** Nobody waits, then 130 tasks, then 300, then nobody: a minute each. */
const waitingAt = (seconds: number): number => [0, 130, 300, 0][Math.floor(seconds / 60)]!;

/** The autoscaler looks 20 seconds late, a pod takes 10 to be Ready, and nobody goes in the time that is looked at. */
const scaledBy = (wanted: (waiting: number) => number, readyAfter = 10): readonly ScalingSample[] => {
  const askedAt = (seconds: number): number => {
    const seen = Array.from({ length: Math.max(0, seconds - 20) + 1 }, (_, second) => waitingAt(second));
    return Math.max(...seen.map(wanted));
  };
  return Array.from({ length: 240 }, (_, seconds) => ({
    seconds,
    waiting: waitingAt(seconds),
    asked: askedAt(seconds),
    ready: askedAt(Math.max(0, seconds - readyAfter)),
  }));
};
const aimedAt =
  (target: number, { min, max } = law.replicas) =>
  (waiting: number): number =>
    Math.min(max, Math.max(min, Math.ceil(waiting / target)));

const task = { id: 'a', state: 'done', attempts: 1, result: { answer: 'x', calls: 1 }, error: null };
const sound: QueueDepth = {
  law,
  samples: scaledBy(aimedAt(45)),
  accepted: [{ id: 'a', at: 0 }],
  known: new Map([['a', task]]),
  secondsBack: 30,
  fallback: { workers: 3, seconds: 80, secondsBack: 40 },
};
const faultsOf = (change: Partial<QueueDepth>): readonly string[] =>
  judgeQueueDepth({ ...sound, ...change }).faults;

test('workers that follow the queue are no fault', () => {
  const { faults, figure, figures } = judgeQueueDepth(sound);
  expect(faults).toEqual([]);
  expect(figure).toContain('3 workers at 130 waiting tasks, Ready after 30 s; 5 workers at 300');
  expect(figures).toMatchObject({ secondsToReady: 30, steps: 2, workersMost: 5, undone: 0 });
});

test.each<[string, Partial<QueueDepth>, string]>([
  [
    'a threshold that is too high',
    { samples: scaledBy(aimedAt(90)) },
    '130 tasks waited for 30 s, and 2 workers were asked for, not 3',
  ],
  [
    'a threshold that is too low',
    { samples: scaledBy(aimedAt(20)) },
    'no more than 130 tasks waited, and 5 workers were asked for',
  ],
  [
    'a maximum that is not reached',
    { samples: scaledBy(aimedAt(45, { min: 2, max: 4 })) },
    '300 tasks waited for 30 s, and 4 workers were asked for, not 5',
  ],
  ['workers that are late', { samples: scaledBy(aimedAt(45), 50) }, '3 workers were Ready only after 70 s'],
  ['a task that is lost', { known: new Map() }, '1 of 1 accepted tasks are not done'],
  ['workers that stay', { secondsBack: null }, 'with nothing to do it did not come back to 2 workers'],
  [
    'no fallback',
    { fallback: { workers: 2, seconds: null, secondsBack: 1 } },
    'without the metric there are 2 workers, not 3',
  ],
  [
    'a fallback to another number',
    { fallback: { workers: 5, seconds: 80, secondsBack: 40 } },
    'without the metric there are 5 workers, not 3',
  ],
  [
    'a fallback that stays',
    { fallback: { ...sound.fallback, secondsBack: null } },
    'when the metric was back, the workers of the fallback stayed',
  ],
  [
    'a queue that was too short',
    { samples: scaledBy(aimedAt(45)).filter(({ seconds }) => seconds < 120) },
    'no more than 130 tasks waited: the maximum was not tried',
  ],
])('%s is a fault', (_, change, fault) => {
  expect(faultsOf(change)).toContain(fault);
});

test('without KEDA there is the one worker of a Deployment that nobody scales', () => {
  expect(faultsOf({ samples: scaledBy(() => 1) })).toEqual([
    '1 workers were asked for while no task waited',
    '0 tasks waited for 30 s, and 1 workers were asked for, not 2',
  ]);
});
