import { judged } from '../../../../rehearsal/scenarios/edge/sockets-under-load';

type Held = Parameters<typeof judged>[1];

const sound: Held = {
  outcome: {
    opened: 2,
    connected: 2,
    connects: 3,
    recovered: 1,
    disconnects: 1,
    live: 99,
    restored: 1,
    refused: 0,
    refusals: {},
    lost: 0,
    latencies: Array.from({ length: 100 }, (_, index) => [index, 40] as const),
  },
  result: { requests: 10, failed: 0, p95Milliseconds: 70, held: true },
  secondsToConnect: 1,
  rollSeconds: 2,
  parts: [['at rest', 0]],
};
const faultsOf = (held: Held): readonly string[] => judged({ clients: 2, seconds: 3 }, held).faults;
const outcome = (spoilt: Partial<Held['outcome']>): Held => ({
  ...sound,
  outcome: { ...sound.outcome, ...spoilt },
});
const result = (spoilt: Partial<Held['result']>): Held => ({
  ...sound,
  result: { ...sound.result, ...spoilt },
});

test('what held has no faults, and says what was slow when', () => {
  const { faults, notes } = judged({ clients: 2, seconds: 3 }, sound);
  expect(faults).toEqual([]);
  expect(notes).toEqual(['broadcast p99 by what went on: at rest 40 ms, slowest 40 ms at second 0']);
});

test.each([
  ['an event that some client never got', outcome({ lost: 1 }), '1 events are lost'],
  ['no event by a socket', outcome({ live: 0 }), 'no event came by a socket'],
  ['no socket that was cut off', outcome({ disconnects: 0 }), 'no socket was cut off: nothing was tried'],
  [
    'two slow events in a hundred',
    outcome({ latencies: [...sound.outcome.latencies.slice(2), [0, 500], [0, 501]] }),
    "the broadcast's p99 is 501 ms",
  ],
  ['a failed request', result({ failed: 1 }), '1 requests of the API failed'],
  ['a slow API', result({ p95Milliseconds: 500 }), "the API's p95 is 500 ms"],
  ['a rate that k6 did not keep', result({ held: false }), 'k6 could not keep up its rate'],
])('%s is a fault', (_, held, words) => {
  expect(faultsOf(held)).toEqual([words]);
});
