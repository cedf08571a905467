import { join } from 'node:path';
import { LifecycleRunner } from '../../../../tenancy/life/lifecycle-runner';
import { MigratorDatabase } from '../../../../tenancy/life/migrator-database';
import { FolderStorage } from '../../../../tenancy/life/storage/folder-storage';
import { dataOperations, noStores, retention } from './data-platform';
import { productMigrations } from './product-schema';

/** Runs operations of DATABASE_URL with bundles in FOLDER, until it is killed. Says `running` first. */
const { DATABASE_URL = '', FOLDER = '' } = process.env;
const database = new MigratorDatabase({ url: DATABASE_URL });
new LifecycleRunner({
  database,
  kinds: dataOperations({
    bundles: new FolderStorage(join(FOLDER, 'bundles')),
    certificates: new FolderStorage(join(FOLDER, 'certificates')),
    files: null,
    migrations: productMigrations,
    stores: noStores,
    retention,
    settleSeconds: 0,
  }),
  pollSeconds: 0.05,
  leaseSeconds: 1,
}).start();
process.stdout.write('running\n');
