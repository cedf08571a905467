import { currentTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';

/** What a tenant's keys in Redis hold. Queues are shared, and have keys of their own. */
export type TenantKeyKind = 'session' | 'ratelimit' | 'cache' | 'quota' | 'backoff' | 'lock';

const partPattern = /^[A-Za-z0-9_.@-]{1,200}$/;

/** First part of every key of a tenant; erasure removes all that begin with it. */
export const tenantKeyPrefix = (tenantId: string): string => `tenant:${tenantId}:`;

/** A key of the current tenant, `tenant:<id>:<kind>:<part>:…`. Parts that could reach into another key are refused. */
export function tenantKey(kind: TenantKeyKind, ...parts: readonly string[]): string {
  if (parts.length === 0 || !parts.every((part) => partPattern.test(part))) {
    throw new TenancyError('invalid-identifier', 'A part of a Redis key is malformed.');
  }
  return `${tenantKeyPrefix(currentTenant().id)}${kind}:${parts.join(':')}`;
}
