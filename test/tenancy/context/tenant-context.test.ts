import { newSlugSchema, slugSchema, tenantContextSchema } from '../../../tenancy/context/tenant-context';
import { acme } from './listed-tenants';

const { id, slug, tier, region } = acme;
const context = { id, slug, tier, region };

test('a whole context is accepted', () => {
  expect(tenantContextSchema.parse(context)).toEqual(context);
});

test.each([
  'ab',
  '1acme',
  'Acme',
  'acme_corp',
  'acme--corp',
  '-acme',
  'acme-',
  'a'.repeat(41),
  'acme.corp',
  'acmé',
  'ab8f6c0e-3f0e-4c0a-9a55-000000000002',
])('the slug %j is refused', (malformed) => {
  expect(slugSchema.safeParse(malformed).success).toBe(false);
});

test.each(['acme"; DROP ROLE app; --', "acme'", 'acme corp', 'acme\n', 'acme\u0000'])(
  'text that could be SQL is no slug: %j',
  (attack) => {
    expect(slugSchema.safeParse(attack).success).toBe(false);
  },
);

test('nobody new gets the slug of an erased tenant', () => {
  const taken = 'erased-ab8f6c0e3f0e4c0a9a55000000000002';
  expect(slugSchema.safeParse(taken).success).toBe(true);
  expect(newSlugSchema.safeParse(taken).success).toBe(false);
});

test.each([
  ['an id that is no UUID', { id: '1' }],
  ['an unknown tier', { tier: 'platinum' }],
  ['a malformed region', { region: 'us-east' }],
  ['a field that does not belong', { admin: true }],
])('%s is refused', (_what, change) => {
  expect(tenantContextSchema.safeParse({ ...context, ...change }).success).toBe(false);
});
