import type { Socket } from 'socket.io';
import { runAsTenant, runOutsideTenants } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import type { TenantContext } from '../context/tenant-context';
import { isRoomOf } from './tenant-room';

/** Runs all that a socket causes for its tenant: listeners of events, acknowledgements and the disconnect. */
export function bindSocket(socket: Socket, tenant: TenantContext): void {
  // Socket.io's own entrances from the connection: `socket.use` would leave out all but events.
  const { _onpacket: onPacket, _onclose: onClose } = socket;
  const asTenant = <Result>(work: () => Result): Result => runOutsideTenants(() => runAsTenant(tenant, work));
  socket._onpacket = (packet) => asTenant(() => onPacket.call(socket, packet));
  socket._onclose = (reason, description) => asTenant(() => onClose.call(socket, reason, description));
}

/** Refuses to let a socket into any room but its tenant's, whoever made up the name. */
export function confineRooms(socket: Socket, tenant: TenantContext): void {
  const { join } = socket;
  const check = (room: string): void => {
    if (room !== socket.id && !isRoomOf(tenant.id, room)) {
      throw new TenancyError(
        'tenant-mismatch',
        'A socket joins only rooms of its tenant: name them by tenantRoom.',
      );
    }
  };
  socket.rooms.forEach(check);
  socket.join = (rooms) => {
    for (const room of Array.isArray(rooms) ? rooms : [rooms]) check(room);
    return join.call(socket, rooms);
  };
}
