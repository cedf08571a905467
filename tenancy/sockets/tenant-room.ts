import { currentTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';

const partPattern = /^[A-Za-z0-9_.@-]{1,200}$/;
const rootOf = (tenantId: string): string => `tenant:${tenantId}`;

/**
 * A room of the current tenant: `tenant:<id>`, which all its sockets are in, or a part of it, such as
 * `tenantRoom('agent', agentId)`. Parts that could name another room are refused with `invalid-identifier`.
 */
export function tenantRoom(...parts: readonly string[]): string {
  if (!parts.every((part) => partPattern.test(part))) {
    throw new TenancyError('invalid-identifier', "A part of a room's name is malformed.");
  }
  return [rootOf(currentTenant().id), ...parts].join(':');
}

export const isTenantRoom = (room: string): boolean => room.startsWith('tenant:');

export const isRoomOf = (tenantId: string, room: string): boolean =>
  room === rootOf(tenantId) || room.startsWith(`${rootOf(tenantId)}:`);
