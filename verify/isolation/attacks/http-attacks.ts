import { request } from 'node:http';
import fc from 'fast-check';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { type AttackKind, outcomeOf } from '../attack';

export interface HttpWorld {
  /** Port on which the application answers `/notes`, `/notes/:id` and `PUT /notes/:id`. */
  readonly httpPort: number;
  /** The same of an application for which the header `x-tenant-id` counts. */
  readonly headerPort: number;
  /** Each tenant is `<slug>.<baseDomain>`. */
  readonly baseDomain: string;
  /** A token of the sign-in service for this tenant. */
  readonly tokenFor: (tenant: TenantContext) => string;
  /** Tokens that claim to be this tenant's, each wrong in another way. */
  readonly forgedTokensFor: (tenant: TenantContext) => readonly string[];
  /** Id of the one note that a tenant has. */
  readonly noteIdOf: (tenant: TenantContext) => string;
}

/** Everything that a client sees of an answer. */
function send(
  port: number,
  { method = 'GET', path, headers }: { method?: string; path: string; headers: Record<string, string> },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => (body += text));
      response.on('end', () => resolve(`${response.statusCode} ${JSON.stringify(response.headers)} ${body}`));
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}

/** Names of the victim as a client might write them to be taken for it. */
function disguises({ id, slug }: TenantContext): string[] {
  return [
    slug,
    id,
    slug.toUpperCase(),
    `${slug}.`,
    ` ${slug}`,
    `${slug}%00`,
    `x.${slug}`,
    encodeURIComponent(slug),
  ];
}

/** The actor's own token, and every other source pointing at the victim. */
const contradictions: AttackKind<HttpWorld> = {
  name: 'token against sub-domain and header',
  weight: 12,
  attacks: ({ httpPort, headerPort, baseDomain, tokenFor, noteIdOf }, pair) =>
    fc
      .record({
        port: fc.constantFrom(httpPort, headerPort),
        host: fc.constantFrom(...disguises(pair.victim).map((name) => `${name}.${baseDomain}`), baseDomain),
        header: fc.constantFrom(undefined, ...disguises(pair.victim)),
        forwarded: fc.boolean(),
        path: fc.constantFrom(
          '/notes',
          `/notes/${noteIdOf(pair.victim)}`,
          `/notes?tenant=${pair.victim.slug}`,
        ),
      })
      .map(({ port, host, header, forwarded, path }) => ({
        ...pair,
        description: `token against host ${host} and header ${header} on ${path}`,
        run: () =>
          outcomeOf(() =>
            send(port, {
              path,
              headers: {
                authorization: `Bearer ${tokenFor(pair.actor)}`,
                host: host.trim(),
                ...(header !== undefined && { 'x-tenant-id': header, 'x-tenant': header }),
                ...(forwarded && { 'x-forwarded-host': `${pair.victim.slug}.${baseDomain}` }),
              },
            }),
          ),
      })),
};

/** No token of the victim's, only what looks like one. */
const forgeries: AttackKind<HttpWorld> = {
  name: 'forged tokens',
  weight: 8,
  attacks: ({ httpPort, headerPort, baseDomain, forgedTokensFor }, pair) =>
    fc
      .record({
        port: fc.constantFrom(httpPort, headerPort),
        token: fc.constantFrom(undefined, ...forgedTokensFor(pair.victim)),
      })
      .map(({ port, token }) => ({
        ...pair,
        description: `forged tokens: ${token?.slice(0, 40)}…`,
        run: () =>
          outcomeOf(() =>
            send(port, {
              path: '/notes',
              headers: {
                host: `${pair.victim.slug}.${baseDomain}`,
                'x-tenant-id': pair.victim.id,
                ...(token && { authorization: `Bearer ${token}` }),
              },
            }),
          ),
      })),
};

/** The actor is who it says, and asks for the victim's things. */
const foreignIds: AttackKind<HttpWorld> = {
  name: 'foreign ids',
  weight: 10,
  attacks: ({ httpPort, baseDomain, tokenFor, noteIdOf }, pair) =>
    fc
      .record({
        method: fc.constantFrom('GET', 'PUT', 'DELETE'),
        path: fc.constantFrom(
          `/notes/${noteIdOf(pair.victim)}`,
          `/notes/${noteIdOf(pair.victim).toUpperCase()}`,
          `/notes/..%2f${pair.victim.slug}%2fnotes`,
          `/notes/${noteIdOf(pair.victim)}%00`,
          `/notes/' OR '1'='1`,
        ),
      })
      .map(({ method, path }) => ({
        ...pair,
        description: `foreign ids: ${method} ${path}`,
        run: async () => {
          const headers = {
            authorization: `Bearer ${tokenFor(pair.actor)}`,
            host: `${pair.actor.slug}.${baseDomain}`,
          };
          const answer = await outcomeOf(() => send(httpPort, { method, path: encodeURI(path), headers }));
          // Its own words come back in a refusal; they are no news.
          return String(answer).replaceAll(noteIdOf(pair.victim), '');
        },
      })),
};

export const httpAttacks: readonly AttackKind<HttpWorld>[] = [contradictions, forgeries, foreignIds];
