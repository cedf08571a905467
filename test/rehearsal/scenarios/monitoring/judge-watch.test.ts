import { metricSources } from '../../../../config/metrics/catalogue';
import { scrapeJobs } from '../../../../config/monitoring';
import { addonScrapes, nodeScrapes, podScrapes } from '../../../../config/scrapes';
import { judgeWatch, type Watch } from '../../../../rehearsal/scenarios/monitoring/judge-watch';

const jobs = [
  ...podScrapes.map(({ workload }) => workload),
  ...addonScrapes.map(({ job }) => job),
  ...nodeScrapes.map(({ job }) => job),
  scrapeJobs.blackbox,
].filter((job) => job !== 'log-agent');
const target = (job: string) => ({ job, instance: `${job}-1`, isUp: true, lastError: '' });
const panel = {
  panel: 'infrastructure/Nodes',
  language: 'promql' as const,
  expression: 'sum(kube_node_info)',
  series: 1,
  error: null,
};
const logAgentMetric = metricSources.logAgent.metrics[0]!.name;
const good: Watch = {
  targets: jobs.map(target),
  failingRules: [],
  alerts: [{ name: 'Watchdog', labels: {}, state: 'firing' }],
  panels: [panel],
  questionsOfLogs: 3,
  metricNames: new Set(['kube_node_info']),
  pages: [],
  leftOut: ['log-agent', 'pooler/exporter'],
};
const faults = (change: Partial<Watch>) => judgeWatch({ ...good, ...change }).faults;

test('a cluster of which all is seen and nobody is paged is well', () => {
  const { faults: found, figures, notes } = judgeWatch(good);
  expect(found).toEqual([]);
  expect(figures).toMatchObject({ targetsDown: 0, questions: 1, questionsWithoutData: 0, falsePages: 0 });
  expect(notes![0]).toBe('nothing of log-agent runs here');
});

test('a panel about what cannot run here is counted apart', () => {
  const synthetic = { ...panel, expression: `rate(${logAgentMetric}[2m])`, series: 0 };
  const { faults: found, figures } = judgeWatch({ ...good, panels: [panel, synthetic] });
  expect(found).toEqual([]);
  expect(figures).toMatchObject({ questions: 1, questionsSynthetic: 1 });
});

test('a source of which one job runs is not absent: its panel must have data', () => {
  const temporal = {
    ...panel,
    expression: `sum(rate(${metricSources.temporal.metrics[0]!.name}[2m]))`,
    series: 0,
  };
  const targets = good.targets.filter(({ job }) => job !== 'temporal-frontend');
  const change = { targets, panels: [temporal], leftOut: [...good.leftOut, 'temporal-frontend'] };
  expect(faults(change)).toEqual([`infrastructure/Nodes: no data: ${temporal.expression}`]);
});

test('a target that is down is a fault', () => {
  const down = { ...target('api'), isUp: false, lastError: 'connection refused' };
  expect(faults({ targets: [...good.targets, down] })).toEqual(['api api-1 is down: connection refused']);
});

test('a job that finds nothing is a fault when its workload runs', () => {
  expect(faults({ targets: good.targets.filter(({ job }) => job !== 'api') })).toEqual(['api has no target']);
});

test('a panel without data is a fault', () => {
  expect(faults({ panels: [{ ...panel, series: 0 }] })).toEqual([
    'infrastructure/Nodes: no data: sum(kube_node_info)',
  ]);
});

const fires = (name: string, severity: string) => ({
  name,
  labels: { severity },
  state: 'firing' as const,
});

test('a critical alert that fires while all is well is a fault, and so is a silent watchdog', () => {
  expect(faults({ alerts: [fires('PoolerDown', 'critical')] })).toEqual([
    'PoolerDown fires: {"severity":"critical"}',
    'Watchdog does not fire',
  ]);
});

test('one that waits for the morning is told apart: the machine may be full', () => {
  const { faults: found, notes } = judgeWatch({
    ...good,
    alerts: [...good.alerts, fires('NodeDiskHigh', 'warning')],
  });
  expect(found).toEqual([]);
  expect(notes).toContain('NodeDiskHigh fires, which waits for the morning: {"severity":"warning"}');
});

test('a page while all is well is a fault', () => {
  const page = {
    routing_key: 'a'.repeat(32),
    event_action: 'trigger' as const,
    payload: { summary: 'a false alarm', source: 'x', severity: 'critical' },
    at: 0,
  };
  expect(faults({ pages: [page] })).toEqual(['somebody was paged: a false alarm']);
});
