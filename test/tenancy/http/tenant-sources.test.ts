import fc from 'fast-check';
import type { Identity } from '../../../tenancy/http/identity';
import { resolveTenant, type TenantHints, type TenantSources } from '../../../tenancy/http/tenant-sources';
import { acme, globex, ListedTenants, tenantRecord } from '../context/listed-tenants';

const baseDomain = 'app.example.com';
const sources: TenantSources = { baseDomain, header: 'x-tenant-id', anyTenantScope: 'platform' };
const suspended = tenantRecord({
  id: '0b8f6c0e-3f0e-4c0a-9a55-000000000003',
  slug: 'slow-payer',
  status: 'suspended',
});
const registry = () => new ListedTenants(acme, globex, suspended);

const identity = (tenant?: string, ...scopes: string[]): Identity => ({
  subject: 'user-1',
  tenant,
  scopes: new Set(scopes),
  roles: new Set(),
  expiresAt: new Date(Date.now() + 3_600_000),
  claims: {},
});

const resolve = (hints: Partial<TenantHints>, with_ = sources, from = registry()) =>
  resolveTenant(with_, from, { identity: undefined, host: undefined, header: undefined, ...hints });
const refusal = (code: string) => expect.objectContaining({ code });

test.each([
  ['a slug', acme.slug],
  ['an id', acme.id],
])('a claim with %s names the tenant', async (_what, claim) => {
  expect(await resolve({ identity: identity(claim) })).toMatchObject({ slug: 'acme-corp' });
});

test.each([
  ['its sub-domain', { host: 'acme-corp.app.example.com' }],
  ['its sub-domain with a port', { host: 'acme-corp.app.example.com:3000' }],
  ['its sub-domain in capitals', { host: 'ACME-Corp.APP.example.com' }],
  ['its sub-domain with the root dot', { host: 'acme-corp.app.example.com.' }],
  ['a header with its slug', { header: 'acme-corp' }],
  ['a header with its id', { header: acme.id }],
  ['the base domain itself', { host: baseDomain }],
  ['a host of somebody else', { host: 'acme.example.org' }],
])('%s agrees with the claim', async (_what, hints) => {
  expect(await resolve({ identity: identity(acme.slug), ...hints })).toMatchObject({ id: acme.id });
});

test.each([
  ["another tenant's sub-domain", { host: 'globex.app.example.com' }],
  ["another tenant's header", { header: 'globex' }],
  ["another tenant's id in the header", { header: globex.id }],
  ['one source that agrees and one that does not', { host: 'acme-corp.app.example.com', header: 'globex' }],
  ['a sub-domain of nobody', { host: 'nobody.app.example.com' }],
  ['a sub-domain of a sub-domain', { host: 'acme-corp.globex.app.example.com' }],
  ['two headers', { header: 'acme-corp, globex' }],
  ['an empty header', { header: '' }],
])('a claim with %s is refused', async (_what, hints) => {
  await expect(resolve({ identity: identity(acme.slug), ...hints })).rejects.toEqual(
    refusal('tenant-mismatch'),
  );
});

test('a tenant that the caller does not own is never looked up', async () => {
  const asked = registry();
  await resolve({ identity: identity(acme.slug), header: globex.id }, sources, asked).catch(() => undefined);
  expect(asked.asked).toEqual([acme.slug]);
});

test.each(['nobody', '0b8f6c0e-3f0e-4c0a-9a55-00000000dead', 'x', "'; DROP SCHEMA public; --"])(
  'a claim with %j is of no known tenant',
  async (claim) => {
    await expect(resolve({ identity: identity(claim) })).rejects.toEqual(refusal('unknown-tenant'));
  },
);

test('a suspended tenant is refused as such', async () => {
  await expect(resolve({ identity: identity('slow-payer') })).rejects.toEqual(refusal('inactive-tenant'));
});

test('a token without a tenant opens none, whatever the sub-domain says', async () => {
  await expect(resolve({ identity: identity(), host: 'acme-corp.app.example.com' })).rejects.toEqual(
    refusal('unknown-tenant'),
  );
});

test('a platform operator works for the tenant of the sub-domain', async () => {
  const operator = identity(undefined, 'platform');
  expect(await resolve({ identity: operator, host: 'globex.app.example.com' })).toMatchObject({
    id: globex.id,
  });
});

test('a platform operator whose sources differ is refused', async () => {
  const hints = {
    identity: identity(undefined, 'platform'),
    host: 'globex.app.example.com',
    header: acme.id,
  };
  await expect(resolve(hints)).rejects.toEqual(refusal('tenant-mismatch'));
});

test('the scope for any tenant opens no other tenant to a token that names one', async () => {
  const hints = { identity: identity(acme.slug, 'platform'), header: 'globex' };
  await expect(resolve(hints)).rejects.toEqual(refusal('tenant-mismatch'));
});

test('without a token nobody is served', async () => {
  await expect(resolve({ host: 'acme-corp.app.example.com', header: acme.id })).rejects.toEqual(
    refusal('unauthenticated'),
  );
});

test('where config gives a reason, the sub-domain is enough', async () => {
  const open = { ...sources, withoutToken: { reason: 'The sign-in page shows the logo.' } };
  expect(await resolve({ host: 'acme-corp.app.example.com' }, open)).toMatchObject({ id: acme.id });
});

test('a sub-domain says nothing where config has no base domain', async () => {
  const hints = { identity: identity(acme.slug), host: 'globex.app.example.com' };
  expect(await resolve(hints, { header: 'x-tenant-id' })).toMatchObject({ id: acme.id });
});

test('no combination of sources opens a tenant that the claim does not name', async () => {
  const names = fc.constantFrom(
    acme.slug,
    acme.id,
    globex.slug,
    globex.id,
    'nobody',
    '',
    'ACME-CORP',
    'acme-corp.globex',
  );
  const hosts = fc.option(
    names.map((name) => `${name}.app.example.com`),
    { nil: undefined },
  );
  const headers = fc.option(names, { nil: undefined });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(acme, globex), hosts, headers, async (own, host, header) => {
      const tenant = await resolve({ identity: identity(own.slug), host, header }).catch(() => undefined);
      expect([undefined, own.id]).toContain(tenant?.id);
    }),
    { numRuns: 500 },
  );
});

test('a registry that does not answer is unavailable, which is no refusal', async () => {
  const away = new ListedTenants();
  away.bySlug = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:5432'));
  await expect(resolve({ identity: identity(acme.slug) }, sources, away)).rejects.toEqual(
    refusal('unavailable'),
  );
});
