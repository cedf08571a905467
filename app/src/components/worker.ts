import { OutboxDispatcher } from '@platform/tenancy/tasks/outbox-dispatcher';
import { AgentRunner } from '../agents/agent-runner';
import { openStores } from '../connections/stores';
import { EventAnnouncer } from '../events/event-announcer';
import { EventStore } from '../events/event-store';
import { openProviders } from '../providers/open-providers';
import { runComponent } from '../server/component';
import { DrainableServer } from '../server/drainable-server';
import { httpApplication } from '../server/http-application';
import { Readiness } from '../server/readiness';
import type { Settings } from '../settings';
import { AgentTasks } from '../tasks/agent-tasks';
import { WaitingTasksGauge } from '../tasks/waiting-tasks-gauge';
import { outageLog } from '../telemetry/outage-log';
import { UsageHousekeeping } from '../usage/usage-housekeeping';
import { openUsageMeter } from '../usage/open-usage-meter';
import { WorkflowPart } from '../workflows/workflow-part';

/** Carries out tasks: fills the queues from the outbox, takes from them, and runs workflows. */
export async function startWorker(settings: Settings): Promise<void> {
  const stores = openStores(settings);
  const { database, redis } = stores;
  const meter = openUsageMeter(database.platform);
  const announcer = new EventAnnouncer(new EventStore(database), redis);
  const runner = new AgentRunner(database, openProviders(stores, meter));
  const shared = { settings, stores, meter, runner, announce: () => announcer.announce() };
  const dispatcher = new OutboxDispatcher({
    platform: database.platform,
    redis,
    onError: outageLog('the outbox waits'),
  });
  dispatcher.start();
  const tasks = new AgentTasks(shared);
  const workflows = new WorkflowPart(shared);
  workflows.start();
  const gauge = new WaitingTasksGauge(database.platform);
  const housekeeping = new UsageHousekeeping(database.platform);
  housekeeping.start();
  const readiness = new Readiness([
    stores.databaseDependency,
    stores.redisDependency(true),
    // Tasks without workflows are carried out all the same.
    { name: 'temporal', required: false, probe: () => workflows.probe() },
  ]);
  await runComponent({
    name: 'worker',
    port: settings.port,
    server: new DrainableServer(httpApplication('worker', readiness)),
    readiness,
    drainSeconds: 0,
    before: [
      { name: 'dispatcher', stop: () => dispatcher.stop() },
      { name: 'tasks', stop: () => Promise.all([tasks.stop(), workflows.stop()]) },
      { name: 'waiting tasks', stop: () => gauge.stop() },
      { name: 'housekeeping', stop: () => housekeeping.stop() },
    ],
    after: [
      { name: 'events', stop: () => announcer.close() },
      { name: 'usage', stop: () => meter.stop() },
      ...stores.parts,
    ],
  });
}
