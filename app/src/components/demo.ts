import { runAsTenant } from '@platform/tenancy/context/current-tenant';
import { TenantDatabase } from '@platform/tenancy/database/tenant-database';
import { migratePlatform } from '@platform/tenancy/life/migrate-platform';
import { MigratorDatabase } from '@platform/tenancy/life/migrator-database';
import { fillTenant } from '../demo/fill-tenant';
import { demoTenants } from '../demo/demo-tenants';
import { openTenantLife } from '../life/open-tenant-life';
import type { Settings } from '../settings';
import { log } from '../telemetry/log';

/** Fills a platform with tenants to look at. Run again, it adds what is missing. Needs the migrator's login, directly. */
export async function fillDemo({ databaseUrl }: Settings): Promise<void> {
  const migrator = new MigratorDatabase({ url: databaseUrl });
  // The migrator may take each tenant's role, as the application's login may.
  const database = new TenantDatabase({ primaryUrl: databaseUrl, maxConnections: 2 });
  try {
    await migratePlatform(migrator);
    const life = openTenantLife({ database: migrator });
    for (const { agents, ...input } of demoTenants) {
      const id = await life.provision(input, { requestedBy: 'demo', requestKey: `demo:${input.slug}` });
      const { slug, tier, region } = input;
      const tasks = await runAsTenant({ id, slug, tier, region }, () => fillTenant(database, agents));
      log.info({ slug, agents: agents.length, tasks }, 'demo tenant');
    }
  } finally {
    await database.close();
    await migrator.close();
  }
}
