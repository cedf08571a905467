import {
  judgeWorkflows,
  type SurvivedWorkflows,
} from '../../../../rehearsal/scenarios/workflows/worker-death';

const task = { id: 'a', state: 'done', attempts: 2, result: { answer: 'x', calls: 5 }, error: null };
const run = { workflowId: 'task-a', status: 2 };
const sound: SurvivedWorkflows = {
  accepted: [{ id: 'a', at: 0 }],
  known: new Map([['a', task]]),
  doneEvents: new Map([['a', 1]]),
  executions: [run],
  interrupted: 1,
  killed: 2,
  least: 2,
  restarts: [1, 1],
  seconds: 60,
};
const faultsOf = (change: Partial<SurvivedWorkflows>): readonly string[] =>
  judgeWorkflows({ ...sound, ...change }).faults;

test('workflows that ended once, with all steps, are no fault', () => {
  expect(faultsOf({})).toEqual([]);
});

test.each<[string, Partial<SurvivedWorkflows>, string]>([
  ['a task that is lost', { known: new Map() }, 'the task a is lost'],
  [
    'a task that still runs',
    { known: new Map([['a', { ...task, state: 'running' }]]) },
    'the task a is running',
  ],
  [
    'a step that was left out',
    { known: new Map([['a', { ...task, result: { answer: 'x', calls: 4 } }]]) },
    'the task a has 4 steps',
  ],
  ['a second workflow', { executions: [run, run] }, 'the task a had 2 workflows'],
  [
    'a workflow that still runs',
    { executions: [{ ...run, status: 1 }] },
    'the workflow of the task a still runs',
  ],
  ['a second announcement', { doneEvents: new Map([['a', 2]]) }, 'the task a was announced 2 times'],
  [
    'no workflow in hand',
    { interrupted: 0 },
    'no workflow ran when the workers were killed: nothing was tried',
  ],
  ['a worker that lived on', { killed: 1 }, '1 workers were killed, where at least 2 run'],
  [
    'a worker that died by itself, too',
    { restarts: [1, 3] },
    'a worker was started again 3 times, and killed once',
  ],
])('%s is a fault', (_, change, fault) => {
  expect(faultsOf(change)).toEqual([fault]);
});
