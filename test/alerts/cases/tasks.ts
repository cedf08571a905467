import { type AlertCase, counter, gauge } from '../alert-case';

const page = { severity: 'critical', owner: 'platform', component: 'tasks' };
const notice = { ...page, severity: 'warning' };
const productNotice = { ...notice, owner: 'product' };

const ended = (metric: string, more: string, ...phases: readonly (readonly [number, number, number])[]) => ({
  [`${metric}{job="worker",outcome="done"${more}}`]: counter(
    ...phases.map(([samples, done]) => [samples, done] as const),
  ),
  [`${metric}{job="worker",outcome="failed"${more}}`]: counter(
    ...phases.map(([samples, , failed]) => [samples, failed] as const),
  ),
});

/** At first too few ends to say anything, then just under the share that is tolerated, then over it. */
const shares = (tolerated: number, bad: number) =>
  [
    [40, 0, 0.5],
    [40, 100 - tolerated, tolerated],
    [60, 100 - bad, bad],
    [60, 100, 0],
  ] as const;

export const taskCases: readonly AlertCase[] = [
  {
    alert: 'TasksBacklogHigh',
    series: {
      'tasks_waiting{job="worker",instance="a"}': gauge([30, 250], [30, 270], [30, 250]),
      'tasks_waiting{job="worker",instance="b"}': gauge([30, 240], [30, 260], [30, 240]),
    },
    silentAt: [29, 44],
    firingAt: 50,
    recoveredAt: 61,
    labels: notice,
    summary:
      '270 tasks wait, more than 5 workers are meant for: customers’ tasks begin late, and no more workers will come.',
  },
  {
    alert: 'TasksWaitLong',
    series: {
      'tasks_waiting_oldest_seconds{job="worker",instance="a"}': gauge([40, 880], [60, 960], [30, 0]),
      // For half an hour of the wait tasks of others end.
      'tasks_finished_total{job="worker",kind="agent",outcome="done",tenant="acme"}': counter(
        [20, 0],
        [50, 1],
        [60, 0],
      ),
    },
    silentAt: [19, 60, 70, 87],
    firingAt: 93,
    recoveredAt: 101,
    labels: page,
    summary:
      'A customer’s task has waited 16m 0s to begin, and none ended meanwhile: to customers, agents have stopped working.',
  },
  {
    alert: 'TasksFailing',
    series: ended('tasks_finished_total', ',kind="agent",tenant="acme"', ...shares(9, 12)),
    silentAt: [35, 79, 90],
    firingAt: 100,
    recoveredAt: 150,
    labels: productNotice,
    summary: '12% of tasks end without the result that was asked for.',
  },
  {
    alert: 'WorkflowsFailing',
    series: ended('workflows_finished_total', ',tenant="acme"', ...shares(9, 12)),
    silentAt: [35, 79, 90],
    firingAt: 100,
    recoveredAt: 150,
    labels: productNotice,
    summary: '12% of workflows fail: agents’ longer work is lost on the way.',
  },
  {
    alert: 'ProviderCallsFailing',
    series: ended('provider_calls_total', ',provider="anthropic",model="m",tenant="acme"', ...shares(19, 24)),
    silentAt: [35, 79, 90],
    firingAt: 100,
    recoveredAt: 150,
    labels: { ...productNotice, provider: 'anthropic' },
    summary: '24% of calls at anthropic fail: agents that use it are slow or give up.',
  },
];
