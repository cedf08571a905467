import { setTimeout as sleep } from 'node:timers/promises';
import { containersOf } from '../../images/references';
import { edgeOf } from '../edge/edge-of';
import { clientAddress } from '../../nodes/addresses';
import { SampleTenant } from '../edge/sample-tenant';
import { SocketClients } from '../edge/socket-clients';
import { type PanelQuestion, panelQuestions } from '../../monitoring/panel-queries';
import type { Scenario, Stage } from '../scenario';
import { SteadyTasks } from '../tenant/tenant-tasks';
import { ClusterPrometheus } from './cluster-prometheus';
import { judgeWatch, type Watch } from './judge-watch';

const tasksPerSecond = 2;
const socketCount = 3;
/** Two minutes of samples are a rate, and rules look at it twice a minute. */
const watchSeconds = 180;

/** With a tenant at work, every target is up, every rule is evaluated, every panel has data, and nobody is paged. */
export const everythingWatched: Scenario = {
  name: 'monitoring: targets up, panels with data, no page',
  nodes: ['real'],
  hindrance: () => null,
  run: async (stage) => judgeWatch(await watch(stage)),
};

async function watch(stage: Stage): Promise<Watch> {
  const edge = edgeOf(stage);
  const tenant = await SampleTenant.provision(edge);
  const sockets = SocketClients.open(edge.entrance, {
    token: tenant.token,
    count: socketCount,
    perSecond: socketCount,
    transports: ['websocket'],
    from: [clientAddress(0)],
  });
  const tasks = new SteadyTasks(edge, tenant, tasksPerSecond);
  try {
    stage.progress(`a tenant works for ${watchSeconds} seconds`);
    await sleep(watchSeconds * 1000);
    const prometheus = await ClusterPrometheus.open(stage);
    try {
      return await seenBy(prometheus, stage, tenant);
    } finally {
      prometheus.close();
    }
  } finally {
    sockets.stop();
    await tasks.stop();
  }
}

async function seenBy(prometheus: ClusterPrometheus, stage: Stage, tenant: SampleTenant): Promise<Watch> {
  const variables = { rangeSeconds: 300, tenant: tenant.slug };
  const questions = panelQuestions(stage.rendered.charts, variables);
  const asked = questions.filter(({ language }) => language === 'promql');
  return {
    targets: await prometheus.targets(),
    failingRules: await prometheus.failingRules(),
    alerts: await prometheus.alerts(),
    panels: await answersOf(prometheus, asked),
    questionsOfLogs: questions.length - asked.length,
    metricNames: await prometheus.metricNames(),
    pages: edgeOf(stage).pagerDuty.events,
    leftOut: workloadsLeftOut(stage),
  };
}

async function answersOf(
  prometheus: ClusterPrometheus,
  questions: readonly PanelQuestion[],
): Promise<Watch['panels']> {
  const answers = [];
  for (const question of questions) {
    const answer = await prometheus.query(question.expression).then(
      (samples) => ({ series: samples.length, error: null }),
      ({ message }: Error) => ({ series: 0, error: message }),
    );
    answers.push({ ...question, ...answer });
  }
  return answers;
}

/** Workloads, and sidecars as `<workload>/<container>`, for which nodes have no image. */
function workloadsLeftOut({ cluster, rendered }: Stage): readonly string[] {
  return rendered.charts.flatMap(({ objects }) => {
    const ran = new Map(
      (cluster.adapt?.(objects).objects ?? objects).map((object) => [
        `${object.kind}/${object.metadata.name}`,
        containersOf(object).map(({ name }) => name),
      ]),
    );
    return objects.flatMap((object) => {
      const { kind, metadata } = object;
      const kept = ran.get(`${kind}/${metadata.name}`);
      if (containersOf(object).length === 0) return [];
      if (!kept) return [metadata.name];
      return containersOf(object)
        .filter(({ name }) => !kept.includes(name))
        .map(({ name }) => `${metadata.name}/${name}`);
    });
  });
}
