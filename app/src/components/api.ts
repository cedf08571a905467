import { CredentialVault } from '@platform/tenancy/credentials/credential-vault';
import { DataKeys } from '@platform/tenancy/credentials/data-keys';
import { RateLimiter } from '@platform/tenancy/limits/rate-limiter';
import { Quotas } from '@platform/tenancy/limits/quotas';
import { meterRequests } from '@platform/tenancy/usage/meter-requests';
import { openUsageMeter } from '../usage/open-usage-meter';
import { allOperations } from '../api/all-operations';
import { apiRouter } from '../api/api-router';
import { callerOf, guards } from '../api/guards';
import { keyService } from '../connections/key-service';
import { openStores } from '../connections/stores';
import { EventAnnouncer } from '../events/event-announcer';
import { EventStore } from '../events/event-store';
import { runComponent } from '../server/component';
import { DrainableServer } from '../server/drainable-server';
import { httpApplication } from '../server/http-application';
import { Readiness } from '../server/readiness';
import type { Settings } from '../settings';
import { requestsLimit, tenantLabel } from '../telemetry/metrics';
import { outageLog } from '../telemetry/outage-log';
import { otherTenants } from '../telemetry/tenant-labels';
import { usedStatements } from '../schema/used-statements';

/** Answers requests of tenants and of the platform's staff. It starts no work: tasks and operations are rows for others. */
export async function startApi(settings: Settings): Promise<void> {
  const stores = openStores(settings);
  const { database, registry, volatileRedis: redis } = stores;
  const meter = openUsageMeter(database.platform);
  const dataKeys = new DataKeys({ platform: database.platform, keys: await keyService(settings) });
  const events = new EventStore(database);
  const announcer = new EventAnnouncer(events, stores.redis);
  const readiness = new Readiness([stores.databaseDependency, stores.redisDependency(false)]);
  const operations = allOperations({
    database,
    registry,
    events,
    vault: new CredentialVault({ database, dataKeys }),
    quotas: new Quotas(registry, usedStatements),
    announce: () => announcer.announce(),
  });
  const router = apiRouter({
    operations,
    serverUrl: settings.serverUrl,
    guards: guards({
      settings,
      registry,
      rateLimiter: new RateLimiter({
        redis,
        registry,
        onLimit: (requestsPerMinute) => {
          const tenant = tenantLabel();
          if (tenant !== otherTenants) requestsLimit.set({ tenant }, requestsPerMinute);
        },
        onRedisAway: outageLog('each pod counts requests alone'),
      }),
      meter: meterRequests(meter),
    }),
    callerOf,
    validateResponses: !settings.production,
  });
  await runComponent({
    name: 'api',
    port: settings.port,
    server: new DrainableServer(httpApplication('api', readiness, router)),
    readiness,
    drainSeconds: settings.drainSeconds,
    after: [
      { name: 'events', stop: () => announcer.close() },
      { name: 'usage', stop: () => meter.stop() },
      { name: 'data keys', stop: () => dataKeys.close() },
      ...stores.parts,
    ],
  });
}
