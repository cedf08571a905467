import fc from 'fast-check';
import { decimalOf, hourStart, monthOf, toMicros } from '../../../tenancy/usage/usage-metrics';

test.each([
  [0, '0.000000'],
  [1, '1.000000'],
  [0.25, '0.250000'],
  [1.9999999, '2.000000'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991.000000'],
])('%d is counted as %s', (quantity, decimal) => {
  expect(decimalOf(toMicros(quantity))).toBe(decimal);
});

test.each([-1, NaN, Infinity, 2 ** 53])('%d cannot be counted', (quantity) => {
  expect(() => toMicros(quantity)).toThrow(RangeError);
});

test('whole numbers are exact', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (quantity) => {
      expect(toMicros(quantity)).toBe(BigInt(quantity) * 1_000_000n);
    }),
  );
});

test('an hour and a month begin in UTC', () => {
  const at = new Date('2026-12-31T23:59:59.999Z');
  expect(hourStart(at).toISOString()).toBe('2026-12-31T23:00:00.000Z');
  expect(monthOf(at)).toEqual({
    from: new Date('2026-12-01T00:00:00Z'),
    to: new Date('2027-01-01T00:00:00Z'),
  });
});
