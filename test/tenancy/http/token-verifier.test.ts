import { createHmac } from 'node:crypto';
import { base64url, exportSPKI, importJWK } from 'jose';
import { type AsymmetricAlgorithm, TokenVerifier } from '../../../tenancy/http/token-verifier';
import { audience, TokenIssuer } from './token-issuer';

let issuer: TokenIssuer;
beforeEach(async () => {
  issuer = await TokenIssuer.start();
});
afterEach(() => issuer.stop());

const verifier = (options = {}) =>
  new TokenVerifier({
    issuer: issuer.url,
    jwksUrl: issuer.jwksUrl,
    audience,
    cooldownSeconds: 0,
    ...options,
  });
const unauthenticated = expect.objectContaining({ code: 'unauthenticated' });
const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

test('a token says who calls, for which tenant, with which scopes and roles', async () => {
  const token = await issuer.token({ tenant: 'acme-corp', scope: 'read write', roles: ['admin'] });
  expect(await verifier().verify(token)).toMatchObject({
    subject: 'user-1',
    tenant: 'acme-corp',
    scopes: new Set(['read', 'write']),
    roles: new Set(['admin']),
  });
});

test('the claims have the names that config gives', async () => {
  const token = await issuer.token({ org: 'acme-corp', groups: ['ops'] });
  const identity = await verifier({ tenantClaim: 'org', rolesClaim: 'groups' }).verify(token);
  expect([identity.tenant, ...identity.roles]).toEqual(['acme-corp', 'ops']);
});

test.each([
  ['for another audience', { aud: 'https://other.test' }],
  ['of another issuer', { iss: 'https://other.test' }],
  ['that has expired', { exp: secondsAgo(10) }],
  ['that is not valid yet', { nbf: secondsAgo(-60) }],
  ['that never expires', { exp: undefined }],
  ['about nobody', { sub: undefined }],
  ['with several tenants', { tenant: ['acme-corp', 'globex'] }],
  ['with an empty tenant', { tenant: '' }],
])('a token %s is refused', async (_what, claims) => {
  await expect(verifier().verify(await issuer.token(claims))).rejects.toEqual(unauthenticated);
});

test('clocks may be a few seconds apart', async () => {
  const token = await issuer.token({ exp: secondsAgo(2) });
  await expect(verifier().verify(token)).resolves.toMatchObject({ subject: 'user-1' });
});

test('a token that was changed is refused', async () => {
  const [head, , signature] = (await issuer.token({ tenant: 'acme-corp' })).split('.');
  const [, foreign] = (await issuer.token({ tenant: 'globex' })).split('.');
  await expect(verifier().verify([head, foreign, signature].join('.'))).rejects.toEqual(unauthenticated);
});

test('a token without a signature is refused', async () => {
  const [, payload] = (await issuer.token({ tenant: 'acme-corp' })).split('.');
  const header = base64url.encode(JSON.stringify({ alg: 'none' }));
  await expect(verifier().verify(`${header}.${payload}.`)).rejects.toEqual(unauthenticated);
});

test('a token that is signed with the public key as a secret is refused', async () => {
  await issuer.rotate('RS256');
  const [, payload] = (await issuer.token({ tenant: 'acme-corp' })).split('.');
  const { kid, ...jwk } = issuer.publicKey;
  const key = await importJWK(jwk, 'RS256', { extractable: true });
  if (key instanceof Uint8Array) throw new Error('The public key is no key object.');
  const header = base64url.encode(JSON.stringify({ alg: 'HS256', kid }));
  const signature = createHmac('sha256', await exportSPKI(key))
    .update(`${header}.${payload}`)
    .digest('base64url');
  await expect(verifier().verify(`${header}.${payload}.${signature}`)).rejects.toEqual(unauthenticated);
});

test('an algorithm that config does not name is refused', async () => {
  await expect(verifier({ algorithms: ['RS256'] }).verify(await issuer.token())).rejects.toEqual(
    unauthenticated,
  );
});

test('a verifier cannot be made for a symmetric algorithm', () => {
  expect(() => verifier({ algorithms: ['HS256' as AsymmetricAlgorithm] })).toThrow('must be of RS256');
});

test('the keys are found by discovery', async () => {
  const identity = await verifier({ jwksUrl: undefined }).verify(await issuer.token());
  expect(identity.subject).toBe('user-1');
});

test('a discovery document of another issuer is refused', async () => {
  const other = `${issuer.url}/other`;
  const checking = new TokenVerifier({ issuer: other, audience });
  await expect(checking.verify(await issuer.token({ iss: other }))).rejects.toMatchObject({
    code: 'unavailable',
  });
});

test('the keys are fetched once for many tokens', async () => {
  const checking = verifier();
  const token = await issuer.token();
  await Promise.all(Array.from({ length: 20 }, () => checking.verify(token)));
  expect(issuer.requests).toEqual(['/keys']);
});

test('a new key of the issuer is found at its first token', async () => {
  const checking = verifier();
  await checking.verify(await issuer.token());
  await issuer.rotate('EdDSA');
  await expect(checking.verify(await issuer.token())).resolves.toMatchObject({ subject: 'user-1' });
});

test('a withdrawn key is refused after the next refresh', async () => {
  const checking = verifier({ refreshSeconds: 0 });
  const old = await issuer.token();
  await checking.verify(old);
  await issuer.rotate();
  await checking.verify(await issuer.token());
  await expect(checking.verify(old)).rejects.toEqual(unauthenticated);
});

test('known keys stay in use while the issuer is away', async () => {
  const checking = verifier({ refreshSeconds: 0 });
  const token = await issuer.token();
  await checking.verify(token);
  await issuer.stop();
  await checking.verify(token);
  await expect(checking.verify(token)).resolves.toMatchObject({ subject: 'user-1' });
  await issuer.listen();
});

test('an issuer that was never reached is unavailable, which is no fault of the token', async () => {
  const token = await issuer.token();
  const checking = verifier();
  await issuer.stop();
  await expect(checking.verify(token)).rejects.toMatchObject({ code: 'unavailable' });
  await issuer.listen();
});

test('the issuer is asked again after it was away', async () => {
  const token = await issuer.token();
  const checking = verifier();
  await issuer.stop();
  await expect(checking.verify(token)).rejects.toMatchObject({ code: 'unavailable' });
  await issuer.listen();
  await expect(checking.verify(token)).resolves.toMatchObject({ subject: 'user-1' });
});
