import type { Namespace, Server } from 'socket.io';
import { tenantRoom } from './tenant-room';

export interface TenantEmitter {
  /** Sends to all sockets of the current tenant, on all pods. */
  emit(event: string, ...values: readonly unknown[]): void;
  /** The same for a part of the tenant's sockets, those in `tenantRoom(...parts)`. */
  to(...parts: readonly [string, ...string[]]): Pick<TenantEmitter, 'emit'>;
}

/** Sends events to the current tenant's sockets and to nobody else's. Without a tenant it throws `no-tenant`. */
export function tenantEmitter(sockets: Namespace | Server): TenantEmitter {
  const emitTo = (parts: readonly string[], event: string, values: readonly unknown[]): void => {
    sockets.to(tenantRoom(...parts)).emit(event, ...values);
  };
  return {
    emit: (event, ...values) => emitTo([], event, values),
    to: (...parts) => ({ emit: (event, ...values) => emitTo(parts, event, values) }),
  };
}
