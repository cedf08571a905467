import type { RequestHandler } from 'express';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { TenantDatabase } from '../../../tenancy/database/tenant-database';
import type { UnitsOfWork } from '../../../tenancy/database/unit-of-work';
import { authenticate } from '../../../tenancy/http/authenticate';
import { tenantFromRequest } from '../../../tenancy/http/tenant-from-request';
import { tenantHeader } from '../../../tenancy/http/tenant-sources';
import { TokenVerifier } from '../../../tenancy/http/token-verifier';
import { tenantKey } from '../../../tenancy/redis/tenant-keys';
import { PostgresTenantRegistry } from '../../../tenancy/registry/postgres-registry';
import { TenantSockets } from '../../../tenancy/sockets/tenant-sockets';
import type { DatabaseWorld } from '../attacks/database-attacks';
import { doorAt, type HttpDoor, type HttpWorld } from '../attacks/http-attacks';
import type { JobWorld } from '../attacks/job-attacks';
import type { RedisWorld } from '../attacks/redis-attacks';
import type { SocketWorld } from '../attacks/socket-attacks';
import type { WorkflowWorld } from '../attacks/workflow-attacks';
import { Closers } from './closers';
import { closeServer, portOf, startNotesServer } from './notes-server';
import { noteIdOf, type PopulatedServers, startPopulatedServers } from './populated-servers';
import { startSecretWorkflows } from './secret-workflows';
import { confinedTelling, type SocketApplication, SocketServer } from './socket-server';
import { startTaskQueue } from './task-queue';

export const baseDomain = 'app.example.com';

/** What attacks reach: every door of the library. */
export type World = DatabaseWorld & HttpWorld & RedisWorld & SocketWorld & JobWorld & WorkflowWorld;

/** The doors as an application builds them from the library, on real servers. */
export class IsolationWorld {
  private readonly closers = new Closers();

  private constructor(
    readonly servers: PopulatedServers,
    serversClosers: Closers,
  ) {
    this.closers.add(() => serversClosers.close());
  }

  static async start(tenantCount: number, onProgress: (what: string) => void): Promise<IsolationWorld> {
    const closers = new Closers();
    try {
      return new IsolationWorld(await startPopulatedServers(tenantCount, closers, onProgress), closers);
    } catch (error) {
      await closers.close();
      throw error;
    }
  }

  stop(): Promise<void> {
    return this.closers.close();
  }

  closeLater(closer: () => Promise<unknown>): void {
    this.closers.add(closer);
  }

  /** An HTTP server with these doors. */
  async serveNotes(database: UnitsOfWork, doors: readonly RequestHandler[]): Promise<HttpDoor> {
    const server = await startNotesServer(database, doors);
    this.closeLater(() => closeServer(server));
    return doorAt(portOf(server));
  }

  /** A socket server of its own, and clients that connect as themselves. */
  async serveSockets(application: SocketApplication): Promise<SocketServer['world']> {
    const sockets = await SocketServer.start(application, (tenant) => ({
      token: this.tokenFor(tenant),
      headers: { host: `${tenant.slug}.${baseDomain}` },
    }));
    this.closeLater(() => sockets.close());
    return sockets.world;
  }

  /** The library as it is meant to be used. */
  async sound(): Promise<World> {
    const { platform, redis, temporal, tenants, tokens, signIn } = this.servers;
    const database = new TenantDatabase({ primaryUrl: platform.applicationUrl, maxConnections: 40 });
    this.closeLater(() => database.close());
    const registry = new PostgresTenantRegistry(database.platform, { cacheSeconds: 3600 });
    const verifier = new TokenVerifier(signIn);
    const sources = { baseDomain };
    const queue = await startTaskQueue({ database, registry, redis });
    this.closeLater(queue.close);
    // Starting a workflow takes longer than all the rest of a tenant.
    const workflows = await startSecretWorkflows(temporal.address, tenants.slice(0, 20));
    this.closeLater(workflows.close);
    return {
      database,
      breakConnection: () => this.breakConnection(),
      http: await this.serveNotes(database, [
        authenticate(verifier),
        tenantFromRequest({ sources, registry }),
      ]),
      httpWithHeader: await this.serveNotes(database, [
        authenticate(verifier),
        tenantFromRequest({ sources: { ...sources, header: tenantHeader }, registry }),
      ]),
      collection: '/notes',
      baseDomain,
      tokenFor: (tenant) => this.tokenFor(tenant),
      forgedTokensFor: (tenant) => tokens.get(tenant.id)?.forged ?? [],
      noteIdOf,
      redis,
      keyOf: tenantKey,
      ...queue.world,
      ...workflows.world,
      ...(await this.serveSockets({
        guard: (io) => {
          const guarded = new TenantSockets(io.of('/'), { verifier, registry, sources });
          this.closeLater(async () => guarded.close());
        },
        tellAll: confinedTelling,
      })),
    };
  }

  /** Whose token it is. */
  tenantOf(token: unknown): TenantContext | undefined {
    return this.servers.tenants.find(({ id }) => this.servers.tokens.get(id)?.good === token);
  }

  private tokenFor(tenant: TenantContext): string {
    return this.servers.tokens.get(tenant.id)?.good ?? '';
  }

  private async breakConnection(): Promise<void> {
    await this.servers.platform.postgres.asSuperuser(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app_a' ORDER BY random() LIMIT 1`,
    );
  }
}
