/**
 * A real OpenID Connect issuer for tests: `node oidc-issuer.mjs PORT`. Whoever asks gets a token for the tenant and
 * scope that the request names, which no issuer of a product would do.
 */
import { Provider } from 'oidc-provider';

const port = Number(process.argv[2]);
const issuer = `http://localhost:${port}`;
const resource = 'https://api.example.com';
const scopes = 'tenant-admin platform-admin';

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'user',
      client_secret: 'client-secret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      scope: scopes,
    },
  ],
  scopes: scopes.split(' '),
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      getResourceServerInfo: () => ({
        audience: resource,
        scope: scopes,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 600,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  extraTokenClaims: ({ oidc }) => (oidc.body?.tenant ? { tenant: oidc.body.tenant } : {}),
});

provider.listen(port, () => process.stdout.write('listening\n'));
