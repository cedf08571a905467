import { letSocketsGo } from '../../../app/src/events/let-sockets-go';

/** The connections that ended between one pause and the next. */
async function endsByTurn(count: number, seconds: number): Promise<number[][]> {
  let turn = 0;
  const ends: number[][] = [];
  const turns = setInterval(() => (turn += 1));
  const connections = Array.from({ length: count }, (_, index) => ({
    close: () => void (ends[turn] ??= []).push(index),
  }));
  await letSocketsGo(connections, seconds);
  clearInterval(turns);
  return Object.values(ends);
}

test('a few end in their order, one at a time', async () => {
  expect(await endsByTurn(3, 1)).toEqual([[0], [1], [2]]);
});

test('of many so many end at once that all are gone in time', async () => {
  const ends = await endsByTurn(20_000, 0.2);
  expect(ends.map(({ length }) => length)).toEqual([5000, 5000, 5000, 5000]);
});

test('without any, nothing waits', async () => {
  await expect(letSocketsGo([], 10)).resolves.toBeUndefined();
});
