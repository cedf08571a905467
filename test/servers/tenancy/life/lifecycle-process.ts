import { LifecycleRunner } from '../../../../tenancy/life/lifecycle-runner';
import { MigratorDatabase } from '../../../../tenancy/life/migrator-database';
import { TenantLife } from '../../../../tenancy/life/tenant-life';
import { sampleProvisioning } from './sample-provisioning';

/** Runs operations of DATABASE_URL until SIGTERM. Says `done` after each, and `stopped` at the end. */
const database = new MigratorDatabase({ url: process.env.DATABASE_URL ?? '' });
const runner = new LifecycleRunner({
  database,
  kinds: new TenantLife({ database, ...sampleProvisioning }).kinds,
  pollSeconds: 0.05,
  leaseSeconds: 1,
  onOutcome: ({ outcome }) => process.stdout.write(`${outcome}\n`),
});
process.once('SIGTERM', () => {
  void runner
    .stop()
    .then(() => database.close())
    .then(() => process.stdout.write('stopped\n'));
});
runner.start();
process.stdout.write('running\n');
