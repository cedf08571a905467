import { requestDueErasures } from '@platform/tenancy/life/erasure/due-erasures';
import type { MigratorDatabase } from '@platform/tenancy/life/migrator-database';
import type { OperationRequests } from '@platform/tenancy/life/operation-requests';
import { dropExpiredSchemas } from '@platform/tenancy/life/restore/retained-schemas';
import { log } from '../telemetry/log';

const everyMilliseconds = 3_600_000;

/**
 * What time brings about in the life of tenants: the erasure of those whose days of grace are over, and the end of
 * schemas that a restore replaced.
 */
export class LifeHousekeeping {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: MigratorDatabase,
    private readonly requests: OperationRequests,
  ) {}

  /** The first round is now: a pod that never lives for an hour would look after nobody. */
  start(): void {
    const round = (): void => {
      this.running = this.run().catch((error: unknown) =>
        log.warn({ error }, 'tenants are looked after later'),
      );
    };
    this.timer = setInterval(round, everyMilliseconds);
    round();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    const leaving = await requestDueErasures(this.database, this.requests);
    if (leaving.length > 0) log.info({ tenants: leaving }, 'asked for the erasure of tenants');
    const dropped = await dropExpiredSchemas(this.database);
    if (dropped.length > 0) log.info({ dropped }, 'dropped replaced schemas');
  }
}
