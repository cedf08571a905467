import { setTimeout as sleep } from 'node:timers/promises';
import { runAsTenant } from '../../tenancy/context/current-tenant';
import type { TenantContext } from '../../tenancy/context/tenant-context';
import { TenantDatabase } from '../../tenancy/database/tenant-database';
import { acceptTask } from '../../tenancy/tasks/accept-task';
import { type Acknowledgement, readSettings } from './child-settings';

/** Requests at one time, of clients that repeat a request, under its key, until it is answered. */
const clients = 4;
/** With the time that an answer takes, the clients ask for about 100 tasks a second. */
const pauseMilliseconds = 30;
/** Every so many requests are sent twice, as by a client that lost the first answer. */
const repeatedEvery = 10;

const settings = readSettings();
const database = new TenantDatabase({ primaryUrl: settings.databaseUrl, maxConnections: clients });

async function accept(tenant: TenantContext, idempotencyKey: string): Promise<string> {
  for (;;) {
    try {
      const { id } = await runAsTenant(tenant, () =>
        database.transaction((open) => acceptTask(open, { kind: 'sample', input: {}, idempotencyKey })),
      );
      return id;
    } catch {
      await sleep(100);
    }
  }
}

async function client(first: number): Promise<void> {
  for (let number = first; number < settings.tasks; number += clients) {
    const tenant = settings.tenants[number % settings.tenants.length]!;
    const key = `${settings.scenario}-${number}`;
    const taskId = await accept(tenant, key);
    if (number % repeatedEvery === 0) await accept(tenant, key);
    const acknowledgement: Acknowledgement = { tenant: tenant.slug, taskId };
    process.stdout.write(`${JSON.stringify(acknowledgement)}\n`);
    await sleep(pauseMilliseconds);
  }
}

void Promise.all(Array.from({ length: clients }, (_, first) => client(first))).then(() => database.close());
