import type { ClusterResource } from '../../../rehearsal/acceptance/deploy-handler/assembly';
import type { RequestType } from '../../../rehearsal/acceptance/deploy-handler/deploy-handler';
import { Stacks } from '../../../rehearsal/acceptance/deploy-handler/stacks';

const resource = (name: string, version: string, after: readonly string[] = []): ClusterResource => ({
  id: `stack/${name}`,
  type: 'Custom::Test',
  properties: { version },
  after: after.map((other) => `stack/${other}`),
  keptAtDeletion: name === 'kept',
  handlerFolder: '',
});

/** Takes every event down; refuses the ones that are named. */
function recorder(refused: readonly string[] = []) {
  const events: string[] = [];
  const send = async (request: RequestType, { id }: ClusterResource, { version }: { version?: unknown }) => {
    const event = `${request} ${id.split('/')[1]} ${version}`;
    events.push(event);
    if (refused.includes(event)) throw new Error(`refused ${event}`);
  };
  return { events, stacks: new Stacks({ send }) };
}

const template = { gateSeconds: null };

test('resources are created after the ones that they depend on', async () => {
  const { events, stacks } = recorder();
  await stacks.deploy([resource('gate', '1', ['chart']), resource('chart', '1')], template);
  expect(events).toEqual(['Create chart 1', 'Create gate 1']);
});

test('only what differs is updated', async () => {
  const { events, stacks } = recorder();
  await stacks.deploy([resource('chart', '1'), resource('gate', '1')], template);
  await stacks.deploy([resource('chart', '2'), resource('gate', '1')], template);
  expect(events.slice(2)).toEqual(['Update chart 2']);
});

test('what is gone is deleted after the updates', async () => {
  const { events, stacks } = recorder();
  await stacks.deploy([resource('chart', '1'), resource('old', '1')], template);
  await stacks.deploy([resource('chart', '2')], template);
  expect(events.slice(2)).toEqual(['Update chart 2', 'Delete old 1']);
});

test('a failed update is rolled back to the old properties, and what was created is deleted', async () => {
  const { events, stacks } = recorder(['Update gate 2']);
  await stacks.deploy([resource('chart', '1'), resource('gate', '1', ['chart'])], template);
  await stacks.deploy(
    [resource('chart', '2'), resource('new', '2'), resource('gate', '2', ['chart', 'new'])],
    template,
  );
  expect(events.slice(5)).toEqual(['Update chart 1', 'Update gate 1', 'Delete new 2']);
});

test('a failed deploy says what failed', async () => {
  const { stacks } = recorder(['Create chart 1']);
  const outcome = await stacks.deploy([resource('chart', '1')], template);
  expect(outcome).toEqual({ kind: 'rolled back', because: 'refused Create chart 1' });
});

test('a roll back that fails is told apart', async () => {
  const { stacks } = recorder(['Update chart 2', 'Update chart 1']);
  await stacks.deploy([resource('chart', '1')], template);
  const { kind } = await stacks.deploy([resource('chart', '2')], template);
  expect(kind).toBe('stuck');
});

test('after a failed deploy the next one starts from what was there before', async () => {
  const { events, stacks } = recorder(['Update chart 2']);
  await stacks.deploy([resource('chart', '1')], template);
  await stacks.deploy([resource('chart', '2')], template);
  events.length = 0;
  await stacks.deploy([resource('chart', '1')], template);
  expect(events).toEqual([]);
});

test('deletion goes backwards and leaves what is retained', async () => {
  const { events, stacks } = recorder();
  await stacks.deploy(
    [resource('kept', '1'), resource('chart', '1', ['kept']), resource('gate', '1', ['chart'])],
    template,
  );
  events.length = 0;
  await stacks.delete();
  expect(events).toEqual(['Delete gate 1', 'Delete chart 1']);
});

test('resources that depend on one another in a circle are refused', async () => {
  const { stacks } = recorder();
  const { kind } = await stacks.deploy([resource('a', '1', ['b']), resource('b', '1', ['a'])], template);
  expect(kind).toBe('rolled back');
});
