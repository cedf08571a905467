import fc from 'fast-check';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import { tenantKey, tenantKeyPrefix } from '../../../tenancy/redis/tenant-keys';
import { acme, globex } from '../context/listed-tenants';

test('a key begins with the tenant and says what it holds', () => {
  expect(runAsTenant(acme, () => tenantKey('cache', 'agents', '7'))).toBe(`tenant:${acme.id}:cache:agents:7`);
});

test('without a tenant there is no key', () => {
  expect(() => tenantKey('cache', 'agents')).toThrow(expect.objectContaining({ code: 'no-tenant' }));
});

test.each([[[]], [['']], [['a:b']], [['a', '*']], [['a b']], [['a\n']], [['a'.repeat(201)]]])(
  'the parts %j are refused',
  (parts) => {
    expect(() => runAsTenant(acme, () => tenantKey('cache', ...parts))).toThrow(
      expect.objectContaining({ code: 'invalid-identifier' }),
    );
  },
);

test('whatever the parts are, no key begins like one of another tenant', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 3 }), (parts) => {
      let key: string | undefined;
      try {
        key = runAsTenant(acme, () => tenantKey('session', ...parts));
      } catch {
        return true;
      }
      return key.startsWith(tenantKeyPrefix(acme.id)) && !key.includes(tenantKeyPrefix(globex.id));
    }),
  );
});

test('different parts never make the same key', () => {
  const part = fc.stringMatching(/^[A-Za-z0-9_.@-]{1,5}$/);
  const parts = fc.array(part, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(parts, parts, (one, other) =>
      runAsTenant(
        acme,
        () => (tenantKey('lock', ...one) === tenantKey('lock', ...other)) === (one.join() === other.join()),
      ),
    ),
  );
});
