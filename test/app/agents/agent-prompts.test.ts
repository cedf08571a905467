import { planSteps } from '../../../app/src/agents/agent-prompts';

test('a step for each paragraph', () => {
  expect(planSteps('one\n\ntwo\n \nthree')).toEqual(['one', 'two', 'three']);
});

test('at most five, and nothing is left out', () => {
  expect(planSteps('1\n\n2\n\n3\n\n4\n\n5\n\n6\n\n7')).toEqual(['1', '2', '3', '4', '5\n\n6\n\n7']);
});

test('a text of white space is one step', () => {
  expect(planSteps(' ')).toEqual([' ']);
});
