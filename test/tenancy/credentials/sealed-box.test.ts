import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { openBox, sealBox } from '../../../tenancy/credentials/sealed-box';
import { openCredential, sealCredential } from '../../../tenancy/credentials/sealed-credential';

const key = randomBytes(32);
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const context = fc.array(fc.string(), { maxLength: 4 });
const unreadable = expect.objectContaining({ code: 'unreadable-credential' });

const opening = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test('whatever is sealed opens with the same key and context', () => {
  fc.assert(
    fc.property(bytes, context, (plaintext, place) => {
      expect(openBox(key, sealBox(key, plaintext, place), place).equals(plaintext)).toBe(true);
    }),
  );
});

test('it opens in no other context', () => {
  fc.assert(
    fc.property(bytes, context, context, (plaintext, place, other) => {
      fc.pre(JSON.stringify(place) !== JSON.stringify(other));
      expect(opening(() => openBox(key, sealBox(key, plaintext, place), other))).toEqual(unreadable);
    }),
  );
});

test('it does not open when any bit of it is another', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), (plaintext, position) => {
      const { nonce, ciphertext } = sealBox(key, plaintext, []);
      const all = Buffer.concat([nonce, ciphertext]);
      const bit = position % (all.length * 8);
      all[bit >> 3]! ^= 1 << (bit & 7);
      const changed = { nonce: all.subarray(0, 12), ciphertext: all.subarray(12) };
      expect(opening(() => openBox(key, changed, []))).toEqual(unreadable);
    }),
  );
});

test('it does not open when it was cut', () => {
  const { nonce, ciphertext } = sealBox(key, Buffer.from('secret'), []);
  for (let length = 0; length < ciphertext.length; length++) {
    expect(opening(() => openBox(key, { nonce, ciphertext: ciphertext.subarray(0, length) }, []))).toEqual(
      unreadable,
    );
  }
});

test('it does not open with another key', () => {
  const box = sealBox(key, Buffer.from('secret'), []);
  expect(opening(() => openBox(randomBytes(32), box, []))).toEqual(unreadable);
});

test('no two seals of one text are alike', () => {
  const sealed = Array.from({ length: 1000 }, () =>
    sealBox(key, Buffer.from('secret'), []).nonce.toString('hex'),
  );
  expect(new Set(sealed).size).toBe(1000);
});

const place = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  name: 'main',
  provider: 'openai',
  keyVersion: 1,
};

test.each([
  ['tenant', { tenantId: '22222222-2222-4222-8222-222222222222' }],
  ['name', { name: 'other' }],
  ['provider', { provider: 'evil' }],
  ['key version', { keyVersion: 2 }],
])('a credential is bound to its %s', (_, change) => {
  const box = sealCredential(key, 'secret', place);
  expect(opening(() => openCredential(key, box, { ...place, ...change }))).toEqual(unreadable);
  expect(openCredential(key, box, place)).toBe('secret');
});
