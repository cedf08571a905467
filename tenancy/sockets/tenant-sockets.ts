import type { Namespace, Socket } from 'socket.io';
import { runAsTenant, runOutsideTenants } from '../context/current-tenant';
import { TenancyError } from '../context/tenancy-error';
import { problemFor } from '../http/problem';
import type { TenantSources } from '../http/tenant-sources';
import type { TokenVerifier } from '../http/token-verifier';
import type { TenantRegistry } from '../registry/tenant-record';
import { confineAdapter } from './confined-adapter';
import { SocketAdmission } from './socket-admission';
import { bindSocket, confineRooms } from './socket-tenant';
import { tenantRoom } from './tenant-room';

export interface TenantSocketsOptions {
  readonly verifier: TokenVerifier;
  readonly registry: TenantRegistry;
  readonly sources: TenantSources;
  /** How often connected tenants are looked up again, to disconnect suspended ones. Default 5. */
  readonly recheckSeconds?: number;
  /** Whether a connection ends when its token expires. Default true; the client then reconnects with a new one. */
  readonly endsWithToken?: boolean;
}

/** The longest delay that a timer of Node can have. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Makes a Socket.io namespace serve many tenants apart: each socket's token is verified, it is in its tenant's room,
 * its handlers run for its tenant, and nothing that is sent can reach another tenant's sockets.
 *
 * The client gives the token as `auth: { token }`; a refusal reaches it as `connect_error` with a problem as `data`.
 * Install it on every namespace that is used, after `io.adapter(…)` and before clients connect. Connection state
 * recovery needs `skipMiddlewares: false`.
 */
export class TenantSockets {
  private readonly admission: SocketAdmission;
  private readonly connected = new Map<string, Set<Socket>>();
  private readonly recheck: NodeJS.Timeout;

  constructor(
    private readonly namespace: Namespace,
    private readonly options: TenantSocketsOptions,
  ) {
    const recovery = namespace.server._opts.connectionStateRecovery;
    if (recovery && recovery.skipMiddlewares !== false) {
      throw new Error('Set connectionStateRecovery.skipMiddlewares to false: else nobody checks the token.');
    }
    this.admission = new SocketAdmission(namespace, options);
    confineAdapter(namespace);
    namespace.use((socket, next) => void this.admit(socket, next));
    namespace.on('connection', (socket) => runOutsideTenants(() => this.watch(socket)));
    const { recheckSeconds = 5 } = options;
    this.recheck = runOutsideTenants(() => setInterval(() => void this.endInactive(), recheckSeconds * 1000));
    this.recheck.unref();
  }

  /** Stops looking tenants up. Sockets stay connected; `io.close()` ends them. */
  close(): void {
    clearInterval(this.recheck);
  }

  /** Disconnects the sockets of tenants that may no longer be served. A registry that is away changes nothing. */
  async endInactive(): Promise<void> {
    await Promise.all(
      [...this.connected].map(async ([tenantId, sockets]) => {
        try {
          await this.options.registry.activeById(tenantId);
        } catch (error) {
          if (!isRefusal(error)) return;
          for (const socket of sockets) socket.disconnect(true);
        }
      }),
    );
  }

  private async admit(socket: Socket, next: (error?: Error) => void): Promise<void> {
    try {
      confineAdapter(this.namespace);
      const { tenant, expiresAt } = await this.admission.of(socket.client, socket.handshake.auth);
      socket.data.tenantId = tenant.id;
      socket.data.tokenExpiresAt = expiresAt?.getTime();
      bindSocket(socket, tenant);
      confineRooms(socket, tenant);
      runAsTenant(tenant, () => {
        void socket.join(tenantRoom());
        next();
      });
    } catch (error) {
      const problem = problemFor(error);
      next(Object.assign(new Error(problem.detail), { data: problem }));
    }
  }

  private watch(socket: Socket): void {
    const { tenantId, tokenExpiresAt } = socket.data;
    const sockets = this.connected.get(tenantId) ?? new Set();
    this.connected.set(tenantId, sockets.add(socket));
    const ends =
      this.options.endsWithToken !== false && tokenExpiresAt !== undefined
        ? setTimeout(
            () => socket.disconnect(true),
            Math.min(Math.max(0, tokenExpiresAt - Date.now()), longestTimerMs),
          ).unref()
        : undefined;
    socket.on('disconnect', () => {
      clearTimeout(ends);
      sockets.delete(socket);
      if (sockets.size === 0) this.connected.delete(tenantId);
    });
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof TenancyError && (error.code === 'inactive-tenant' || error.code === 'unknown-tenant');
