import { runOutsideTenants } from '../context/current-tenant';
import { closeHours, forgetOldSources } from './close-hours';
import { sampleStorage, type StorageSample } from './storage-sample';

export interface HourlyUsageOptions extends Omit<StorageSample, 'at'> {
  /** Minutes after its end in which an hour still takes what arrives. Default 10. */
  readonly graceMinutes?: number;
  /** Told when a round fails; the next one tries again. */
  readonly onError?: (error: unknown) => void;
}

const roundMilliseconds = 60_000;

/** Closes hours and samples storage, once a minute. Any number of processes may do so: each thing happens once. */
export class HourlyUsage {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(private readonly options: HourlyUsageOptions) {}

  start(): void {
    if (this.timer) return;
    this.timer = runOutsideTenants(() => setInterval(() => this.round(), roundMilliseconds));
    runOutsideTenants(() => this.round());
  }

  /** Waits for a round that is running. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.running;
  }

  private round(): void {
    this.running ??= this.work()
      .catch((error: unknown) => this.options.onError?.(error))
      .finally(() => (this.running = null));
  }

  private async work(): Promise<void> {
    await closeHours(this.options.platform, this.options.graceMinutes);
    if (await sampleStorage(this.options)) await forgetOldSources(this.options.platform);
  }
}
