import { LifecycleRunner } from '@platform/tenancy/life/lifecycle-runner';
import { MigratorDatabase } from '@platform/tenancy/life/migrator-database';
import { requestRedis, waitingRedis } from '../connections/redis';
import { LifeHousekeeping } from '../life/life-housekeeping';
import { logOutcome } from '../life/log-outcome';
import { openTenantLife } from '../life/open-tenant-life';
import { TemporalAccess } from '../life/temporal-access';
import { tenantDataKinds } from '../life/tenant-data-kinds';
import { runComponent } from '../server/component';
import { DrainableServer } from '../server/drainable-server';
import { httpApplication } from '../server/http-application';
import { Readiness } from '../server/readiness';
import type { Settings } from '../settings';
import { outageLog } from '../telemetry/outage-log';

/** Does what was asked for with tenants. The only component with the migrator's login, and it serves no customer. */
export async function startLifecycle(settings: Settings): Promise<void> {
  const database = new MigratorDatabase({ url: settings.databaseUrl });
  const redis = waitingRedis(settings.redisUrl);
  const volatileRedis = requestRedis(settings.volatileRedisUrl);
  const temporal = new TemporalAccess(settings.temporalAddress);
  const life = openTenantLife({
    database,
    ensureNamespace: (namespace) => temporal.ensureNamespace(namespace),
    kinds: await tenantDataKinds({ settings, redis, volatileRedis, temporal }),
  });
  const runner = new LifecycleRunner({
    database,
    kinds: life.kinds,
    onOutcome: logOutcome,
    onError: outageLog('operations wait'),
  });
  const housekeeping = new LifeHousekeeping(database, life.requests);
  const readiness = new Readiness([
    {
      name: 'database',
      required: true,
      probe: () => database.query({ text: 'SELECT FROM public.tenants LIMIT 1' }),
    },
    { name: 'redis', required: false, probe: () => redis.ping() },
  ]);
  runner.start();
  housekeeping.start();
  await runComponent({
    name: 'lifecycle',
    port: settings.port,
    server: new DrainableServer(httpApplication('lifecycle', readiness)),
    readiness,
    drainSeconds: 0,
    before: [
      { name: 'operations', stop: () => runner.stop() },
      { name: 'housekeeping', stop: () => housekeeping.stop() },
    ],
    after: [
      { name: 'temporal', stop: () => temporal.close() },
      { name: 'redis', stop: () => redis.disconnect() },
      { name: 'volatile redis', stop: () => volatileRedis.disconnect() },
      { name: 'database', stop: () => database.close() },
    ],
  });
}
