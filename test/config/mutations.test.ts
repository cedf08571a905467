import { refusalOf } from './faults-of';
import { mutatedConfigs } from './mutations';

const configs = mutatedConfigs(200, 20_261_123).map((config) => ({
  ...config,
  refusal: refusalOf(config.value),
}));
const wrong = configs.filter(({ expectedFields }) => expectedFields !== 'accepted-or-refused');
const refused = configs.flatMap(({ description, refusal }) => (refusal ? [{ description, refusal }] : []));
const accepted = configs.filter(({ refusal }) => refusal === null);

test.each(wrong)('all faults are told: $description', ({ refusal, expectedFields }) => {
  const fields = refusal?.faults.map(({ field }) => field) ?? [];
  expect(fields).toEqual(expect.arrayContaining([...expectedFields]));
});

test.each(refused)('one sentence a fault, without a stack trace: $description', ({ refusal }) => {
  const sentence = /^config\/environments\/mutated\.ts: \S.*: got .+; allowed: .+$/;
  expect(
    refusal.message.split('\n').filter((line) => !sentence.test(line) || / at .+:\d+/.test(line)),
  ).toEqual([]);
});

test('some changes are accepted', () => {
  expect(accepted.length).toBeGreaterThan(10);
});

test('the same seed makes the same configurations', () => {
  expect(mutatedConfigs(20, 7)).toEqual(mutatedConfigs(20, 7));
});
