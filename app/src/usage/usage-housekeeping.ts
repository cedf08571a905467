import type { PlatformQueries } from '@platform/tenancy/database/unit-of-work';
import { listTenants } from '@platform/tenancy/life/tenant-list';
import { closeHours, forgetOldSources } from '@platform/tenancy/usage/close-hours';
import { sampleStorage } from '@platform/tenancy/usage/storage-sample';
import { outageLog } from '../telemetry/outage-log';

const everyMilliseconds = 60_000;

const postponed = outageLog('usage is looked after later');

/** What has to happen to usage once an hour. Every worker tries each minute; the database lets one of them. */
export class UsageHousekeeping {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly platform: PlatformQueries) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running = this.run().catch(postponed);
    }, everyMilliseconds);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    const { platform } = this;
    await closeHours(platform);
    await forgetOldSources(platform);
    await sampleStorage({
      platform,
      tenants: async () => (await listTenants(platform)).filter(({ status }) => status !== 'erased'),
    });
  }
}
