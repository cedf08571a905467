import { request } from 'node:http';
import fc from 'fast-check';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { type AttackKind, outcomeOf } from '../attack';

/** A request as a client writes it. */
export interface HttpQuestion {
  /** Default GET. */
  readonly method?: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a request and answers everything that its client sees of what comes back. */
export type HttpDoor = (question: HttpQuestion) => Promise<string>;

export interface HttpWorld {
  readonly http: HttpDoor;
  /** The same of an application for which the header `x-tenant-id` counts. */
  readonly httpWithHeader: HttpDoor;
  /** Path of what each tenant has, such as `/notes`; what is under it is `/notes/:id`. */
  readonly collection: string;
  /** Each tenant is `<slug>.<baseDomain>`. */
  readonly baseDomain: string;
  /** A token of the sign-in service for this tenant. */
  readonly tokenFor: (tenant: TenantContext) => string;
  /** Tokens that claim to be this tenant's, each wrong in another way. */
  readonly forgedTokensFor: (tenant: TenantContext) => readonly string[];
  /** Id of the one thing that a tenant has there. */
  readonly noteIdOf: (tenant: TenantContext) => string;
}

/** An application on a port of this machine. */
export const doorAt =
  (port: number): HttpDoor =>
  ({ method = 'GET', path, headers }) =>
    new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text) => (body += text));
        response.on('end', () =>
          resolve(`${response.statusCode} ${JSON.stringify(response.headers)} ${body}`),
        );
      });
      outgoing.once('error', reject);
      outgoing.end();
    });

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
  attacks: ({ http, httpWithHeader, collection, baseDomain, tokenFor, noteIdOf }, pair) =>
    fc
      .record({
        door: fc.constantFrom(http, httpWithHeader),
        host: fc.constantFrom(...disguises(pair.victim).map((name) => `${name}.${baseDomain}`), baseDomain),
        header: fc.constantFrom(undefined, ...disguises(pair.victim)),
        forwarded: fc.boolean(),
        path: fc.constantFrom(
          collection,
          `${collection}/${noteIdOf(pair.victim)}`,
          `${collection}?tenant=${pair.victim.slug}`,
        ),
      })
      .map(({ door, host, header, forwarded, path }) => ({
        ...pair,
        description: `token against host ${host} and header ${header} on ${path}`,
        run: () =>
          outcomeOf(() =>
            door({
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
  attacks: ({ http, httpWithHeader, collection, baseDomain, forgedTokensFor }, pair) =>
    fc
      .record({
        door: fc.constantFrom(http, httpWithHeader),
        token: fc.constantFrom(undefined, ...forgedTokensFor(pair.victim)),
      })
      .map(({ door, token }) => ({
        ...pair,
        description: `forged tokens: ${token?.slice(0, 40)}…`,
        run: () =>
          outcomeOf(() =>
            door({
              path: collection,
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
  attacks: ({ http, collection, baseDomain, tokenFor, noteIdOf }, pair) =>
    fc
      .record({
        method: fc.constantFrom('GET', 'PUT', 'DELETE'),
        path: fc.constantFrom(
          `${collection}/${noteIdOf(pair.victim)}`,
          `${collection}/${noteIdOf(pair.victim).toUpperCase()}`,
          `${collection}/..%2f${pair.victim.slug}%2f${collection.slice(1)}`,
          `${collection}/${noteIdOf(pair.victim)}%00`,
          `${collection}/' OR '1'='1`,
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
          const answer = await outcomeOf(() => http({ method, path: encodeURI(path), headers }));
          // Its own words come back in a refusal; they are no news.
          return String(answer).replaceAll(noteIdOf(pair.victim), '');
        },
      })),
};

export const httpAttacks: readonly AttackKind<HttpWorld>[] = [contradictions, forgeries, foreignIds];
