import type { TenantContext } from '../../tenancy/context/tenant-context';

/** What the producer and the performers are told, as JSON in the variable DURABILITY. */
export interface ChildSettings {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly tenants: readonly TenantContext[];
  readonly scenario: string;
  /** Tasks that the producer asks for. */
  readonly tasks: number;
  /** Writes what a task does outside the transaction that marks it done: the fault that a doubled effect must show. */
  readonly effectsOutside: boolean;
}

/** A line that the producer prints for each task that was acknowledged to it. */
export interface Acknowledgement {
  readonly tenant: string;
  readonly taskId: string;
}

export const readSettings = (): ChildSettings => JSON.parse(process.env.DURABILITY ?? '') as ChildSettings;
