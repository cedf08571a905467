import { inspect } from 'node:util';
import fc from 'fast-check';
import { liveSecretValues, Secret } from '../../../tenancy/logging/secret';

const secret = new Secret('correct-horse-battery');

test.each([
  ['String()', String(secret)],
  ['a template', `${secret}`],
  ['concatenation', '' + secret],
  ['JSON', JSON.stringify({ secret })],
  ['inspect', inspect({ deep: { secret } }, { depth: 5, showHidden: true })],
  ['an error', new Error(`refused: ${secret}`).message],
  ['Object.entries', JSON.stringify(Object.entries(secret))],
  ['a structured clone', inspect(structuredClone(secret), { showHidden: true })],
])('does not show in %s', (_, shown) => {
  expect(shown).not.toContain('horse');
});

test('gives its value away only when asked', () => {
  expect(secret.reveal()).toBe('correct-horse-battery');
});

test('is looked for in texts as long as it is in memory', () => {
  expect(liveSecretValues()).toContain('correct-horse-battery');
});

test('is not looked for when it is so short that it would turn up in words', () => {
  const short = new Secret('the');
  expect(liveSecretValues()).not.toContain(short.reveal());
});

test('never shows any value', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12 }), (value) => {
      const made = new Secret(value);
      for (const shown of [String(made), JSON.stringify([made]), inspect(made), `${made}`]) {
        expect(shown.includes(value)).toBe(false);
      }
    }),
  );
});
