import type { PlatformQueries } from '@platform/tenancy/database/unit-of-work';
import { Outbox } from '@platform/tenancy/tasks/outbox';
import { log } from '../telemetry/log';
import { tasksWaiting, tasksWaitingOldest } from '../telemetry/metrics';

const everyMilliseconds = 5000;

/** Keeps the figures up to date by which workers are scaled, and by which somebody is called when that does not help. */
export class WaitingTasksGauge {
  private readonly outbox: Outbox;
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();

  constructor(platform: PlatformQueries) {
    this.outbox = new Outbox(platform);
    this.timer = setInterval(() => {
      this.running = this.read();
    }, everyMilliseconds);
    this.running = this.read();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async read(): Promise<void> {
    try {
      tasksWaiting.set(await this.outbox.waitingTasks());
      tasksWaitingOldest.set(await this.outbox.oldestWaitSeconds());
    } catch (error) {
      log.debug({ error }, 'waiting tasks cannot be counted');
    }
  }
}
