import { type Ended, platform } from './run';

let ended: Ended;
beforeAll(async () => {
  ended = await platform('calendar', '--json');
}, 60_000);

test('calendar --json tells programs of every pin', () => {
  const { entries } = JSON.parse(ended.stdout);
  expect(entries).toContainEqual(
    expect.objectContaining({ product: 'kubernetes', version: '1.36', ends: '2027-08-02' }),
  );
});

test('the exit code says whether something fails', () => {
  const { entries } = JSON.parse(ended.stdout) as { entries: { state: string }[] };
  expect(ended.exitCode).toBe(entries.some(({ state }) => state === 'fails') ? 1 : 0);
});
