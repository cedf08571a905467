import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { TenantDatabase } from '../../tenancy/database/tenant-database';
import type { TenantTransaction } from '../../tenancy/database/unit-of-work';
import { PostgresTenantRegistry } from '../../tenancy/registry/postgres-registry';
import { OutboxDispatcher } from '../../tenancy/tasks/outbox-dispatcher';
import { TaskWorker } from '../../tenancy/tasks/task-worker';
import { readSettings } from './child-settings';

/** A pod with a dispatcher and a worker. Its leases are short, so that what a killed pod held moves on soon. */
const leaseSeconds = 3;
/** Two pods perform 40 tasks a second, less than the producer asks for: at each fault some wait in the queue. */
const concurrency = 4;
const taskMilliseconds = 200;

const { databaseUrl, redisUrl, effectsOutside } = readSettings();
const database = new TenantDatabase({ primaryUrl: databaseUrl, maxConnections: 10 });
const redis = new Redis(redisUrl);
redis.on('error', () => {});

const writeEffect = async (transaction: TenantTransaction, taskId: string): Promise<void> => {
  await transaction.query({ text: 'INSERT INTO effects (task_id) VALUES ($1)', values: [taskId] });
};

new OutboxDispatcher({ platform: database.platform, redis, recheckSeconds: 2 }).start();
new TaskWorker({
  database,
  registry: new PostgresTenantRegistry(database.platform),
  redis,
  kind: 'sample',
  concurrency,
  leaseSeconds,
  perform: async ({ id }) => {
    if (effectsOutside) await database.transaction((transaction) => writeEffect(transaction, id));
    await sleep(taskMilliseconds);
    return effectsOutside ? {} : { effects: (transaction) => writeEffect(transaction, id) };
  },
});
process.stdout.write('ready\n');
