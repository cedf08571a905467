import { readTally } from '../../verify/run-lanes';
import { runChecks } from '../../verify/run-checks';
import { temporaryFolder } from '../../verify/temporary-folder';

const silently = (): jest.SpyInstance => jest.spyOn(process.stdout, 'write').mockReturnValue(true);
afterEach(() => jest.restoreAllMocks());

test('failures carry the name of their check, and one that cannot run has failed', async () => {
  const printed = silently();
  const tally = await runChecks(
    [
      { name: 'a', run: async () => ({ passed: 2, failures: ['x is wrong'], skipped: ['no root'] }) },
      { name: 'b', run: () => Promise.reject(new Error('no network')) },
    ],
    false,
  );
  expect(tally).toEqual({ passed: 2, failures: ['a: x is wrong', 'b: no network'], skipped: 1 });
  expect(printed.mock.calls.join('')).toContain('FAILED x is wrong');
});

test('a lane that was killed has failed', () => {
  const path = `${temporaryFolder('tally')}/clusters.json`;
  expect(readTally('clusters', path).failures).toEqual(['the checks of clusters came to no end']);
});
