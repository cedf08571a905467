import type { Namespace } from 'socket.io';
import { currentTenant, hasTenant } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import { isRoomOf, isTenantRoom } from './tenant-room';

type Adapter = Namespace['adapter'];
type Session = Awaited<ReturnType<Adapter['restoreSession']>>;

const confined = new WeakSet<Adapter>();

/**
 * Keeps what goes through a namespace's adapter inside one tenant: `io.emit`, `socket.broadcast` and a room of another
 * tenant throw, and a lost connection is recovered only for the tenant that it was of. Doing it again is harmless.
 */
export function confineAdapter(namespace: Namespace): void {
  const { adapter } = namespace;
  if (confined.has(adapter)) return;
  confined.add(adapter);
  const {
    broadcast,
    broadcastWithAck,
    addSockets,
    delSockets,
    disconnectSockets,
    fetchSockets,
    restoreSession,
  } = adapter;

  adapter.broadcast = (packet, options) => {
    checkTargets(namespace, options.rooms);
    return broadcast.call(adapter, packet, options);
  };
  adapter.broadcastWithAck = (packet, options, ...callbacks) => {
    checkTargets(namespace, options.rooms);
    return broadcastWithAck.call(adapter, packet, options, ...callbacks);
  };
  adapter.addSockets = (options, rooms) => {
    checkTargets(namespace, options.rooms);
    checkTargets(namespace, new Set(rooms));
    return addSockets.call(adapter, options, rooms);
  };
  adapter.delSockets = (options, rooms) => {
    checkTargets(namespace, options.rooms);
    return delSockets.call(adapter, options, rooms);
  };
  adapter.disconnectSockets = (options, close) => {
    checkTargets(namespace, options.rooms);
    return disconnectSockets.call(adapter, options, close);
  };
  adapter.fetchSockets = (options) => {
    checkTargets(namespace, options.rooms);
    return fetchSockets.call(adapter, options);
  };
  adapter.restoreSession = async (privateId, offset) => {
    const tenant = currentTenant();
    const session = await restoreSession.call(adapter, privateId, offset);
    if (session && !isSessionOf(tenant.id, session)) {
      throw new TenancyError('tenant-mismatch', 'The lost connection was of another tenant.');
    }
    return session;
  };
}

/**
 * Every socket is also in a room of its own id, which reaches nobody else. Whose the id of a socket at another pod is,
 * nobody knows here, and a client may have named it: a tenant's work reaches such a socket through its tenant's rooms.
 */
function checkTargets(namespace: Namespace, rooms: ReadonlySet<string>): void {
  if (rooms.size === 0) {
    throw new TenancyError('no-tenant', 'This would reach the sockets of all tenants: use tenantEmitter.');
  }
  for (const room of rooms) {
    const owner: unknown = namespace.sockets.get(room)?.data.tenantId;
    const isForeign = isTenantRoom(room)
      ? !isRoomOf(currentTenant().id, room)
      : hasTenant() && owner !== currentTenant().id;
    if (isForeign) {
      throw new TenancyError(
        'tenant-mismatch',
        'This may reach sockets of another tenant: name rooms by tenantRoom.',
      );
    }
  }
}

function isSessionOf(tenantId: string, { data, rooms, sid }: NonNullable<Session>): boolean {
  const owner = typeof data === 'object' && data !== null && 'tenantId' in data ? data.tenantId : undefined;
  return owner === tenantId && rooms.every((room) => room === sid || isRoomOf(tenantId, room));
}
