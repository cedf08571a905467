import { DataKeyCache } from '../../../tenancy/credentials/data-key-cache';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const keyOf = (fill: number): Buffer => Buffer.alloc(32, fill);
const first = (key: Buffer): number => key[0]!;

test('loads a key once', async () => {
  const cache = new DataKeyCache();
  const load = jest.fn(async () => keyOf(7));
  await cache.use('a', load, first);
  await cache.use('a', load, first);
  expect(load).toHaveBeenCalledTimes(1);
});

test('loads a key once for many who ask at the same time', async () => {
  const cache = new DataKeyCache();
  const load = jest.fn(async () => keyOf(7));
  const seen = await Promise.all(Array.from({ length: 50 }, () => cache.use('a', load, first)));
  expect(seen).toEqual(Array.from({ length: 50 }, () => 7));
  expect(load).toHaveBeenCalledTimes(1);
});

test('overwrites a key after 5 minutes, whatever was asked for', async () => {
  const cache = new DataKeyCache({ cacheSeconds: 3600 });
  const bytes = keyOf(7);
  await cache.use('a', async () => bytes, first);
  jest.advanceTimersByTime(299_000);
  expect(bytes[0]).toBe(7);
  jest.advanceTimersByTime(1_000);
  expect(bytes.equals(keyOf(0))).toBe(true);
  expect(cache.size).toBe(0);
});

test('using a key does not make it stay longer', async () => {
  const cache = new DataKeyCache();
  const bytes = keyOf(7);
  for (let minute = 0; minute < 5; minute++) {
    await cache.use('a', async () => bytes, first);
    jest.advanceTimersByTime(60_000);
  }
  expect(bytes.equals(keyOf(0))).toBe(true);
});

test('overwrites the least recently used key when there are too many', async () => {
  const cache = new DataKeyCache({ cachedKeys: 2 });
  const [a, b, c] = [keyOf(1), keyOf(2), keyOf(3)];
  await cache.use('a', async () => a, first);
  await cache.use('b', async () => b, first);
  await cache.use('a', async () => a, first);
  await cache.use('c', async () => c, first);
  expect([a[0], b[0], c[0]]).toEqual([1, 0, 3]);
});

test('nobody gets an overwritten key, however many compete for one place', async () => {
  const cache = new DataKeyCache({ cachedKeys: 1 });
  const asked = Array.from({ length: 300 }, (_, index) => (index % 30) + 1);
  const seen = await Promise.all(asked.map((fill) => cache.use(`${fill}`, async () => keyOf(fill), first)));
  expect(seen).toEqual(asked);
});

test('a failed load is tried again by the next', async () => {
  const cache = new DataKeyCache();
  await expect(cache.use('a', () => Promise.reject(new Error('away')), first)).rejects.toThrow('away');
  expect(await cache.use('a', async () => keyOf(7), first)).toBe(7);
});

test('clear overwrites all', async () => {
  const cache = new DataKeyCache();
  const [a, b] = [keyOf(1), keyOf(2)];
  await cache.use('a', async () => a, first);
  await cache.use('b', async () => b, first);
  cache.clear();
  expect(Buffer.concat([a, b]).equals(Buffer.alloc(64))).toBe(true);
});
