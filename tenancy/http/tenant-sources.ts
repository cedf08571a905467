import { z } from 'zod';
import { TenancyError } from '../context/tenancy-error';
import { slugSchema, type TenantContext } from '../context/tenant-context';
import type { TenantRegistry } from '../registry/tenant-record';
import type { Identity } from './identity';

/** Header that names the tenant in calls inside the platform; from outside it counts only where config allows it. */
export const tenantHeader = 'x-tenant-id';

/** Where the tenant of a request may come from. The claim of a verified token always counts, and first. */
export interface TenantSources {
  /** Each tenant has the sub-domain `<slug>.<baseDomain>`. Default: host names say nothing. */
  readonly baseDomain?: string;
  /** A header holds the tenant's id or slug, such as `tenantHeader`. Default: headers say nothing. */
  readonly header?: string;
  /** Scope whose holders work for any tenant that sub-domain or header names, with a token that names none. Default: nobody. */
  readonly anyTenantScope?: string;
  /** Serves requests without a token for the tenant that sub-domain or header names, with the reason. Default: none. */
  readonly withoutToken?: { readonly reason: string };
}

export interface TenantHints {
  readonly identity: Identity | undefined;
  /** As the client sent it; a port may follow. */
  readonly host: string | undefined;
  readonly header: string | undefined;
}

/**
 * The one tenant that all sources of a request agree on, if it may be served.
 *
 * A source other than the caller's own claim is never looked up before it agrees with the claim, so that an answer
 * tells nothing about which other tenants there are. Throws `tenant-mismatch` where sources differ, `unknown-tenant`,
 * `inactive-tenant`, `unauthenticated` without a token, and `unavailable` when the registry does not answer.
 */
export async function resolveTenant(
  sources: TenantSources,
  registry: TenantRegistry,
  { identity, host, header }: TenantHints,
): Promise<TenantContext> {
  const named = [subdomainOf(host, sources.baseDomain), header].filter((name) => name !== undefined);
  if (identity?.tenant !== undefined) {
    const tenant = await lookUp(registry, identity.tenant);
    if (named.some((name) => name !== tenant.id && name !== tenant.slug)) throw mismatch();
    return tenant;
  }
  if (!identity && !sources.withoutToken) {
    throw new TenancyError('unauthenticated', 'Send a bearer token of the sign-in service.');
  }
  const [name, ...others] = named;
  const isForAny = sources.anyTenantScope !== undefined && identity?.scopes.has(sources.anyTenantScope);
  if (name === undefined || (identity && !isForAny)) {
    throw new TenancyError('unknown-tenant', 'The token names no tenant.');
  }
  const tenant = await lookUp(registry, name);
  if (others.some((other) => other !== tenant.id && other !== tenant.slug)) throw mismatch();
  return tenant;
}

const mismatch = (): TenancyError =>
  new TenancyError('tenant-mismatch', 'Token, sub-domain and header must name the same tenant.');

const idSchema = z.uuid();

async function lookUp(registry: TenantRegistry, name: string): Promise<TenantContext> {
  const isId = idSchema.safeParse(name).success;
  if (!isId && !slugSchema.safeParse(name).success) {
    throw new TenancyError('unknown-tenant', 'There is no such tenant.');
  }
  try {
    return await (isId ? registry.activeById(name) : registry.activeBySlug(name));
  } catch (error) {
    if (error instanceof TenancyError) throw error;
    throw new TenancyError('unavailable', 'The registry of tenants does not answer.', { cause: error });
  }
}

/** What stands before the base domain, as it stands there: a malformed name must disagree, not count as no name. */
function subdomainOf(host: string | undefined, baseDomain: string | undefined): string | undefined {
  if (!host || !baseDomain) return undefined;
  const name = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
  const suffix = `.${baseDomain.toLowerCase()}`;
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : undefined;
}
