import { allChecks } from '../../../ops/preflight/all-checks';
import { preflight, type PreflightResult } from '../../../ops/preflight/preflight';
import { triedAgainst } from '../../../ops/preflight/tried-against';
import { healthySubject } from './healthy-subject';
import { RecordedAws } from './recorded-aws';

let aws: RecordedAws;
let result: PreflightResult;
const progress: string[] = [];

beforeAll(async () => {
  aws = await RecordedAws.start();
  result = await preflight(healthySubject(aws.url), {
    onProgress: (done, of, name) => void progress.push(`${done}/${of} ${name}`),
  });
});
afterAll(() => aws?.stop());

test('a healthy account has no finding', () => {
  expect(result.findings).toEqual([]);
});

test('every check passed', () => {
  expect(result.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
});

test('only a recovery has something to be handed over', () => {
  expect(result.checks.flatMap(({ notes }) => notes)).toEqual([
    'the database is not restored from a regional replica',
    'the environment recovers no other',
  ]);
});

test('it tells the account', () => {
  expect(result.account).toBe('123456789012');
});

test('it tells of each check once', () => {
  expect(progress.length).toBe(allChecks.length);
});

test('what is asked of AWS is in the table of what was tried', () => {
  const asked = [...aws.asked].filter((operation) => !Object.hasOwn(triedAgainst, operation));
  expect(asked).toEqual([]);
});

test('names of checks are unique', () => {
  expect(new Set(allChecks.map(({ name }) => name)).size).toBe(allChecks.length);
});
