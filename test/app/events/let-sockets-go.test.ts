import { letSocketsGo } from '../../../app/src/events/let-sockets-go';

test('connections end in their order, one at a time, and none is left', async () => {
  let now = 0;
  const ends: [name: number, turn: number][] = [];
  const turns = setInterval(() => (now += 1));
  await letSocketsGo(
    [1, 2, 3].map((name) => ({ close: () => ends.push([name, now]) })),
    0.06,
  );
  clearInterval(turns);
  expect(ends.map(([name]) => name)).toEqual([1, 2, 3]);
  expect(new Set(ends.map(([, turn]) => turn)).size).toBe(3);
});

test('without any, nothing waits', async () => {
  await expect(letSocketsGo([], 10)).resolves.toBeUndefined();
});
