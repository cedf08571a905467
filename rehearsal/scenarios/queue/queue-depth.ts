import { autoscalerTarget } from '../../../config/autoscaling';
import { hasCondition } from '../../cluster/conditions';
import { until } from '../../cluster/waiting';
import { edgeOf } from '../edge/edge-of';
import { SampleTenant } from '../edge/sample-tenant';
import type { Scenario, ScenarioResult, Stage } from '../scenario';
import { type AcceptedTask, acceptTasks, endedTasks } from '../tenant/tenant-tasks';
import { judgeQueueDepth } from './judge-queue-depth';
import { secondsToMinimum, withShortWayBack } from './way-back';
import { withoutMetric } from './without-metric';
import { readyWorkers, ScalingWatch, workerScaler } from './worker-scaling';

const kedaSeconds = 120;
const scaleSeconds = 120;
const drainSeconds = 420;
/** The application's own number. */
const inHandOfWorker = 10;
/** Below the number at which the autoscaler asks for one worker more. */
const margin = 5;
/** Each takes five seconds of a worker that only waits. */
const paragraphs = ['one', 'two', 'three', 'four', 'five'];
const longTask = { text: paragraphs.join('\n\n'), durable: false } as const;
const shortTask = { text: 'one', durable: false } as const;

/**
 * A tenant gives as many tasks as one worker more is for, and then more than the most workers are for; when all are done
 * the workers go. Then nobody can tell how many tasks wait.
 */
export const queueDepth: Scenario = {
  name: 'queue depth scales the workers',
  nodes: ['real'],
  hindrance: () => null,
  run: scaleByQueue,
};

async function scaleByQueue(stage: Stage): Promise<ScenarioResult> {
  const edge = edgeOf(stage);
  const { api, real } = stage.cluster;
  const law = real!.environment.application.components.worker;
  const { min, max } = law.replicas;
  await until('a working ScaledObject, which KEDA judges', () => isScaling(stage, min), {
    seconds: kedaSeconds,
    everyMilliseconds: 500,
  });
  const tenant = await SampleTenant.provision(edge, 'echo-slow');
  const watch = new ScalingWatch(api, real!.outside.database);
  const accepted: AcceptedTask[] = [];
  const giveUntil = async (workers: number, tasks: number, order: typeof longTask | typeof shortTask) => {
    accepted.push(...(await acceptTasks(edge, tenant, order, tasks)));
    await until(`${workers} workers`, async () => hasWorkers(watch, workers), {
      seconds: scaleSeconds,
    }).catch(
      // The judgement says what there was instead.
      () => undefined,
    );
    const { waiting = 0, asked = 0, ready = 0 } = watch.last ?? {};
    stage.progress(`${waiting} tasks wait, ${asked} workers are asked for, ${ready} are Ready`);
  };
  const target = autoscalerTarget(law.waitingTasksPerPodMax);
  try {
    await untilFirstLook(watch);
    await giveUntil(min + 1, (min + 1) * target - margin + min * inHandOfWorker, longTask);
    await giveUntil(max, max * law.waitingTasksPerPodMax, shortTask);
    const known = await endedTasks(edge, tenant, accepted, drainSeconds);
    return await withShortWayBack(api, async () => {
      const secondsBack = await secondsToMinimum(api, min);
      await watch.stop();
      const fallback = await withoutMetric(stage, law);
      return judgeQueueDepth({ law, samples: watch.samples, accepted, known, secondsBack, fallback });
    });
  } finally {
    await watch.stop();
  }
}

/** Before it is, the Deployment has one pod, and nobody asks for another. */
async function isScaling({ cluster: { api } }: Stage, min: number): Promise<boolean> {
  const live = await api.get(workerScaler);
  return live !== null && hasCondition(live, 'Ready') && (await readyWorkers(api)) === min;
}

const untilFirstLook = (watch: ScalingWatch): Promise<void> =>
  until('a first look at the workers', async () => watch.last !== undefined, { seconds: 30 });

function hasWorkers({ last }: ScalingWatch, workers: number): boolean {
  return last !== undefined && last.asked >= workers && last.ready >= last.asked;
}
