import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { currentTenant, runAsTenant, runOutsideTenants } from '@platform/tenancy/context/current-tenant';
import type { TenantContext } from '@platform/tenancy/context/tenant-context';
import { tenantEmitter, type TenantEmitter } from '@platform/tenancy/sockets/tenant-emitter';
import { log } from '../telemetry/log';
import type { EventStore } from './event-store';
import { socketStream } from './socket-stream';

/** Name of the event that sockets get. */
export const taskEventName = 'task';

/**
 * Brings the current tenant's new events to its sockets, from a process that has none itself: a Socket.io server without
 * a port, on the same Redis stream as the servers that clients are connected to.
 */
export class EventAnnouncer {
  private readonly server: Server;
  private readonly emitter: TenantEmitter;
  /** Tenants that are being announced; true: there is more since. */
  private readonly running = new Map<string, boolean>();
  private idle: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly events: EventStore,
    redis: Redis,
  ) {
    this.server = runOutsideTenants(() => new Server({ adapter: createAdapter(redis, socketStream) }));
    this.emitter = tenantEmitter(this.server);
  }

  /** Begins, and never fails: a client that misses an event sees the gap in the ids and asks for it. */
  announce(): void {
    const tenant = currentTenant();
    const isRunning = this.running.has(tenant.id);
    this.running.set(tenant.id, isRunning);
    if (!isRunning) this.idle = Promise.all([this.idle, this.run(tenant)]);
  }

  /** After what has begun. */
  async close(): Promise<void> {
    await this.idle;
    // Server.close() wants a port.
    await this.server.of('/').adapter.close();
  }

  private async run(tenant: TenantContext): Promise<void> {
    try {
      do {
        this.running.set(tenant.id, false);
        await runAsTenant(tenant, () =>
          this.events.publish((event) => this.emitter.emit(taskEventName, event)),
        );
      } while (this.running.get(tenant.id));
    } catch (error) {
      log.warn({ error }, 'events wait for the next announcement');
    } finally {
      this.running.delete(tenant.id);
    }
  }
}
