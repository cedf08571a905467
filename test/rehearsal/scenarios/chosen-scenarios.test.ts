import { InputError } from '../../../config/errors';
import { chosenScenarios, onlyNamed } from '../../../rehearsal/scenarios/all-scenarios';

const namesOf = (...question: Parameters<typeof chosenScenarios>): readonly string[] =>
  chosenScenarios(...question).map(({ name }) => name);

const refusal = (...question: Parameters<typeof chosenScenarios>): InputError => {
  try {
    chosenScenarios(...question);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

test('without a word, all that says something on such nodes', () => {
  expect(namesOf('fake', [])).toContain('autoscaler up and back');
  expect(namesOf('real', [])).toContain('every allowed flow connects, every other pair is refused');
});

test('a word in a name brings the scenario, and the roll-out before it', () => {
  expect(namesOf('fake', ['loss'])).toEqual(['roll-out from nothing', 'loss of a node under requests']);
});

test('words without a scenario are refused, all at one time, with what there is', () => {
  const { message } = refusal('fake', ['tornado', 'loss', 'flood']);
  expect(message).toMatch(/tornado[^]*flood/);
  expect(message).toMatch(/roll-out from nothing; /);
});

test('a cluster of somebody else plays none', () => {
  expect(refusal('unknown', ['loss']).message).toMatch(/plays no scenarios/);
});

test('what is played when it is named is played only then', () => {
  const names = onlyNamed.map(({ name }) => name);
  expect(namesOf('real', []).filter((name) => names.includes(name))).toEqual([]);
  expect(namesOf('real', names)).toEqual(['roll-out from nothing', ...names]);
});
