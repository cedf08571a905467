import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Server } from 'socket.io';
import { TenantSockets } from '@platform/tenancy/sockets/tenant-sockets';
import { tenantSources, tokenVerifier } from '../api/guards';
import { openStores } from '../connections/stores';
import { letSocketsGo } from '../events/let-sockets-go';
import { socketStream } from '../events/socket-stream';
import { runComponent } from '../server/component';
import { DrainableServer } from '../server/drainable-server';
import { httpApplication } from '../server/http-application';
import { Readiness } from '../server/readiness';
import type { Settings } from '../settings';
import { tenantLabel, tenantSockets as socketsOfTenants, websocketConnections } from '../telemetry/metrics';

/** How long a client may be away and still get what it missed. */
const recoveryMilliseconds = 2 * 60_000;
/** For all clients of a pod to leave it, of the 30 seconds between SIGTERM and SIGKILL. */
const leavingSeconds = 10;
/** Clients send no more than a token. */
const packetBytesMax = 100_000;

/**
 * Brings events to clients. They come through Redis, from whoever announces them; a client that was away is given what
 * it missed by whichever pod it comes back to, and when that is not possible (`!socket.recovered`) asks GET /v1/events.
 */
export async function startRealtime(settings: Settings): Promise<void> {
  const stores = openStores(settings);
  const readiness = new Readiness([stores.databaseDependency, stores.redisDependency(true)]);
  const server = new DrainableServer(httpApplication('realtime', readiness));
  const io = new Server(server.http, {
    adapter: createAdapter(stores.redis, socketStream),
    connectionStateRecovery: { maxDisconnectionDuration: recoveryMilliseconds, skipMiddlewares: false },
    cors: { origin: settings.clientUrl, credentials: true },
    maxHttpBufferSize: packetBytesMax,
    serveClient: false,
  });
  const sockets = tenantSockets(io, stores.registry, settings);
  io.engine.on('connection', (connection) => {
    websocketConnections.inc();
    connection.once('close', () => websocketConnections.dec());
  });
  io.on('connection', (socket) => {
    const labels = { tenant: tenantLabel() };
    socketsOfTenants.inc(labels);
    socket.once('disconnect', () => socketsOfTenants.dec(labels));
  });
  await runComponent({
    name: 'realtime',
    port: settings.port,
    server,
    readiness,
    drainSeconds: settings.drainSeconds,
    before: [
      { name: 'tenant sockets', stop: () => sockets?.close() },
      { name: 'sockets', stop: () => endSockets(io, server) },
    ],
    after: stores.parts,
  });
}

/** Keeps each client's session in Redis, so that another pod can go on with it. */
async function endSockets(io: Server, server: DrainableServer): Promise<void> {
  // Whoever has left finds this pod's door closed, and so another pod.
  const closed = server.close();
  await letSocketsGo(
    [...io.of('/').sockets.values()].map(({ conn }) => conn),
    leavingSeconds,
  );
  await io.close();
  await closed;
}

/** Null where nobody can sign in: then no socket is let in. */
function tenantSockets(
  io: Server,
  registry: ConstructorParameters<typeof TenantSockets>[1]['registry'],
  settings: Settings,
): TenantSockets | null {
  const verifier = tokenVerifier(settings);
  if (verifier)
    return new TenantSockets(io.of('/'), { verifier, registry, sources: tenantSources(settings) });
  io.use((_socket, next) => next(new Error('Sign-in is not set up: set OIDC_ISSUER and OIDC_AUDIENCE.')));
  return null;
}
