import { latencyByPart, p99Of } from '../../../../rehearsal/scenarios/edge/broadcast-latency';

test('the p99 is exceeded by one in a hundred', () => {
  const latencies = Array.from({ length: 100 }, (_, index) => [0, index] as const);
  expect(p99Of([...latencies].reverse())).toBe(99);
});

test('each latency belongs to what went on when its event happened', () => {
  const latencies = [
    [1000, 10],
    [5000, 700],
    [8000, 30],
  ] as const;
  const parts = [
    ['at rest', 0],
    ['rolled', 2000],
    ['afterwards', 6000],
  ] as const;
  expect(latencyByPart(latencies, parts)).toBe(
    'at rest 10 ms, slowest 10 ms at second 1; rolled 700 ms, slowest 700 ms at second 3; afterwards 30 ms, slowest 30 ms at second 2',
  );
});
