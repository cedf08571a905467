import type { RequestHandler } from 'express';
import { runAsTenant } from '../../../tenancy/context/current-tenant';
import type { TenantContext } from '../../../tenancy/context/tenant-context';
import { tenantHeader } from '../../../tenancy/http/tenant-sources';
import { PostgresTenantRegistry } from '../../../tenancy/registry/postgres-registry';
import { contextOf } from '../../../tenancy/registry/registry-row';
import type { AttackKind } from '../attack';
import { databaseAttacks } from '../attacks/database-attacks';
import { httpAttacks } from '../attacks/http-attacks';
import { jobAttacks } from '../attacks/job-attacks';
import { redisAttacks } from '../attacks/redis-attacks';
import { socketAttacks, stolenSessions } from '../attacks/socket-attacks';
import { workflowAttacks } from '../attacks/workflow-attacks';
import { canaryOf } from '../canary';
import { baseDomain, type IsolationWorld, type World } from '../world/isolation-world';
import { RolelessDatabase, SessionSettingDatabase } from './faulty-databases';

/** A way in which applications are known to mix tenants up. The attacks must find each of them. */
export interface PlantedFault {
  readonly fault: string;
  readonly kinds: readonly AttackKind<World>[];
  /** The sound world with the fault in it. */
  readonly plant: (isolation: IsolationWorld, sound: World) => Promise<World>;
}

const sessionLevelSet: PlantedFault = {
  fault: 'session-level SET',
  kinds: databaseAttacks,
  plant: async (isolation, sound) => {
    const database = new SessionSettingDatabase(isolation.servers.platform.applicationUrl);
    isolation.closeLater(() => database.close());
    return { ...sound, database };
  },
};

const missingRole: PlantedFault = {
  fault: 'missing role',
  kinds: databaseAttacks,
  plant: async (isolation, sound) => {
    const database = new RolelessDatabase(isolation.servers.platform.migratorUrl);
    isolation.closeLater(() => database.close());
    return { ...sound, database };
  },
};

const missingRoom: PlantedFault = {
  fault: 'missing room',
  kinds: socketAttacks,
  plant: async (isolation, sound) => ({
    ...sound,
    ...(await isolation.serveSockets({
      guard: () => {},
      tellAll: (io, tenant) => io.emit('note', canaryOf(tenant.id)),
    })),
  }),
};

const roomOfTheClientsChoice: PlantedFault = {
  fault: 'a room of the client’s choice',
  kinds: socketAttacks,
  plant: async (isolation, sound) => ({
    ...sound,
    ...(await isolation.serveSockets({
      guard: () => {},
      tellAll: (io, tenant) => io.to(`tenant:${tenant.id}`).emit('note', canaryOf(tenant.id)),
    })),
  }),
};

const sessionOfAnybody: PlantedFault = {
  fault: 'a lost connection that anybody recovers',
  kinds: [stolenSessions],
  plant: async (isolation, sound) => ({
    ...sound,
    ...(await isolation.serveSockets({
      guard: (io) => {
        io.use((socket, next) => {
          const tenant = isolation.tenantOf(socket.handshake.auth.token);
          if (!tenant) return next(new Error('refused'));
          void socket.join(`tenant:${tenant.id}`);
          next();
        });
      },
      tellAll: (io, tenant) => io.to(`tenant:${tenant.id}`).emit('note', canaryOf(tenant.id)),
    })),
  }),
};

const believedSubdomain: PlantedFault = {
  fault: 'a sub-domain that is believed',
  kinds: httpAttacks,
  plant: async (isolation, sound) => {
    const registry = new PostgresTenantRegistry(isolation.servers.platform.database);
    const believe: RequestHandler = async (request, _response, next) => {
      const slug = request.hostname.slice(0, -(baseDomain.length + 1));
      runAsTenant(await registry.activeBySlug(slug), () => next());
    };
    return { ...sound, http: await isolation.serveNotes(sound.database, [believe]) };
  },
};

const believedHeader: PlantedFault = {
  fault: 'a header that is believed',
  kinds: httpAttacks,
  plant: async (isolation, sound) => {
    const registry = new PostgresTenantRegistry(isolation.servers.platform.database);
    const believe: RequestHandler = async (request, _response, next) => {
      const tenant = await registry.byId(request.get(tenantHeader) ?? '');
      if (!tenant) throw new Error('The header names no tenant.');
      runAsTenant(contextOf(tenant), () => next());
    };
    return { ...sound, httpWithHeader: await isolation.serveNotes(sound.database, [believe]) };
  },
};

const keyWithoutTenant: PlantedFault = {
  fault: 'a Redis key that the client completes',
  kinds: redisAttacks,
  plant: async (_, sound) => ({ ...sound, keyOf: (_kind, ...parts) => parts.join(':') }),
};

const plainWorkflowClient: PlantedFault = {
  fault: 'a workflow client without tenants',
  kinds: workflowAttacks,
  plant: async (_, sound) => ({ ...sound, workflows: sound.unguardedWorkflows }),
};

const believedJob: PlantedFault = {
  fault: 'a job whose context is believed',
  kinds: jobAttacks,
  plant: async (_, sound) => ({
    ...sound,
    perform: async ({ data }) => {
      const { tenant } = data as { tenant: TenantContext };
      return runAsTenant(tenant, () => sound.database.query({ text: 'SELECT id, body FROM notes' }));
    },
  }),
};

export const plantedFaults: readonly PlantedFault[] = [
  sessionLevelSet,
  missingRole,
  missingRoom,
  roomOfTheClientsChoice,
  sessionOfAnybody,
  believedSubdomain,
  believedHeader,
  keyWithoutTenant,
  believedJob,
  plainWorkflowClient,
];
