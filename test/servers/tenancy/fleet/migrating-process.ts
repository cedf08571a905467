import { migrateFleet } from '../../../../tenancy/life/fleet';
import { MigratorDatabase } from '../../../../tenancy/life/migrator-database';
import { release2 } from './growing-schema';

/** Migrates the fleet of DATABASE_URL to the second release, PARALLEL tenants (default 4) at one time. Says `started` when the first tenant is done. */
async function main(): Promise<void> {
  const database = new MigratorDatabase({ url: process.env.DATABASE_URL ?? '', maxConnections: 4 });
  const report = await migrateFleet(database, {
    migrations: release2,
    parallel: Number(process.env.PARALLEL ?? 4),
    onProgress: ({ done }) => done === 1 && process.stdout.write('started\n'),
  });
  process.stdout.write(JSON.stringify(report));
  await database.close();
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
