import { setTimeout as sleep } from 'node:timers/promises';
import { TenancyError } from '../context/tenancy-error';
import { fleetOperation, type FleetOperationOptions } from './fleet-operation';
import type { FleetReport } from './fleet';
import { type MigrateOptions, migratePlatform } from './migrate-platform';
import type { MigratorDatabase } from './migrator-database';
import type { AnyOperationKind, OperationRecord } from './operation';
import { type OperationRequest, OperationRequests } from './operation-requests';
import { reopen } from './operation-reopen';
import { OperationRunner } from './operation-runner';
import { changeTierOperation, resumeOperation, suspendOperation, type TierInput } from './operation-status';
import { provisionOperation, type ProvisioningOptions, type provisionInputSchema } from './provision';
import { type ListedTenant, listTenants } from './tenant-list';
import type { z } from 'zod';

export interface TenantLifeOptions extends ProvisioningOptions, FleetOperationOptions {
  readonly database: MigratorDatabase;
  /** Kinds besides those of this file, such as export and erase, which need storage, Redis and Temporal. */
  readonly kinds?: readonly AnyOperationKind[];
}

/** Who asks, for the audit; a `requestKey` makes asking again harmless. */
export type Requester = Pick<OperationRequest, 'requestedBy' | 'requestKey'>;

const pollMs = 200;

/**
 * The life of tenants, for whoever holds the migrator's login: each method asks for an operation as everybody does, and
 * runs it here to its end. A process without that login uses OperationRequests, and leaves the running to `lifecycle`.
 */
export class TenantLife {
  /** All that a LifecycleRunner needs to know. */
  readonly kinds: readonly AnyOperationKind[];
  readonly requests: OperationRequests;
  private readonly database: MigratorDatabase;
  private readonly runner: OperationRunner;
  private readonly platformMigrations: TenantLifeOptions['platformMigrations'];

  constructor(options: TenantLifeOptions) {
    this.database = options.database;
    this.platformMigrations = options.platformMigrations;
    this.kinds = [
      provisionOperation(options),
      suspendOperation,
      resumeOperation,
      changeTierOperation,
      fleetOperation(options),
      ...(options.kinds ?? []),
    ];
    this.requests = new OperationRequests(options.database);
    this.runner = new OperationRunner({ database: options.database, kinds: this.kinds });
  }

  list(): Promise<readonly ListedTenant[]> {
    return listTenants(this.database);
  }

  /** Answers the new tenant's id. */
  async provision(input: z.input<typeof provisionInputSchema>, requester: Requester): Promise<string> {
    const { tenantId } = await this.perform({ kind: 'provision', input, ...requester });
    return tenantId!;
  }

  suspend(tenantId: string, reason: string, requester: Requester): Promise<OperationRecord> {
    return this.perform({ kind: 'suspend', tenantId, input: { reason }, ...requester });
  }

  resume(tenantId: string, requester: Requester): Promise<OperationRecord> {
    return this.perform({ kind: 'resume', tenantId, input: {}, ...requester });
  }

  changeTier(tenantId: string, input: Partial<TierInput>, requester: Requester): Promise<OperationRecord> {
    return this.perform({ kind: 'change-tier', tenantId, input, ...requester });
  }

  /** Brings `public` and then every tenant's schema up to date. */
  async migrateFleet(
    options: MigrateOptions & { readonly parallel?: number },
    requester: Requester,
  ): Promise<FleetReport> {
    await migratePlatform(this.database, options, this.platformMigrations);
    const { result } = await this.perform({
      kind: 'migrate-fleet',
      tenantId: null,
      input: options,
      ...requester,
    });
    return result as FleetReport;
  }

  /**
   * Asks for an operation and runs it, after those of the same tenant that were asked for earlier, whoever runs them.
   * @throws what made it fail; TenancyError `conflict` when it failed in another process.
   */
  async perform(request: OperationRequest): Promise<OperationRecord> {
    return this.runToEnd(await this.requests.request(request));
  }

  /**
   * Goes on with a failed operation, from the step that failed.
   * @throws what makes it fail again; TenancyError `conflict` when there is no such failed operation.
   */
  async retry(id: string): Promise<OperationRecord> {
    const operation = await this.requests.byId(id);
    if (operation?.state !== 'failed' || !(await reopen(this.database, id))) {
      throw new TenancyError('conflict', `There is no failed operation ${id}.`);
    }
    return this.runToEnd(operation);
  }

  private async runToEnd({ id, tenantId }: OperationRecord): Promise<OperationRecord> {
    const never = new AbortController().signal;
    for (;;) {
      const ran = await this.runner.runNext(never, tenantId ? { tenantId } : { id });
      if (ran?.outcome === 'failed' && ran.operation.id === id) throw ran.error;
      if (ran && ran.operation.id !== id) continue;
      const operation = await this.requests.byId(id);
      if (operation?.state === 'done') return operation;
      if (operation?.state === 'failed') {
        throw new TenancyError('conflict', `"${operation.kind}" failed: ${operation.error}`);
      }
      await sleep(pollMs);
    }
  }
}
