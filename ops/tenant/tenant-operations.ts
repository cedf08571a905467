import { OperationRequests } from '../../tenancy/life/operation-requests';
import { reopen } from '../../tenancy/life/operation-reopen';
import type { OperationRecord } from '../../tenancy/life/operation';
import { listTenants } from '../../tenancy/life/tenant-list';
import { refusal, withTenantDatabase } from './tenant-connection';
import { operationInput, type TenantOperationKind } from './tenant-input';
import { askFor, tenantIdFor, waitFor, type WaitOptions } from './tenant-request';
import { needsAttention, operationsText, operationText } from './tenant-text';

/** For people, for programs, and whether somebody has to look at it. */
interface Found {
  readonly text: string;
  readonly data: object;
  readonly foundSomething: boolean;
}

export interface PerformOptions extends WaitOptions {
  readonly databaseUrl?: string;
  readonly requestedBy: string;
}

export interface TypedOperation {
  readonly kind: TenantOperationKind;
  /** Slug or id; null is the whole fleet, and left out makes a new tenant. */
  readonly tenant?: string | null;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Asks for what was typed, and waits for its end. */
export async function performOperation(
  { kind, tenant, input: typed }: TypedOperation,
  options: PerformOptions,
): Promise<Found> {
  const input = operationInput(kind, typed);
  return withTenantDatabase(options.databaseUrl, async (database) => {
    const tenantId = typeof tenant === 'string' ? await tenantIdFor(database, tenant) : tenant;
    const { requestedBy } = options;
    return outcomeOf(await askFor(database, { kind, tenantId, input, requestedBy }, options));
  });
}

/** Goes on with a failed operation, and waits for its end. */
export function retryOperation(id: string, options: PerformOptions): Promise<Found> {
  return withTenantDatabase(options.databaseUrl, async (database) => {
    const operation = await new OperationRequests(database).byId(id);
    if (operation?.state !== 'failed' || !(await reopen(database, id))) {
      throw refusal('the operation', id, 'the id of one that failed; see platform tenant operations');
    }
    return outcomeOf(await waitFor(database, id, options));
  });
}

/** What was asked for lately; of one tenant where it is named. */
export function readOperations(
  databaseUrl: string | undefined,
  tenant: string | undefined,
  limit: number,
): Promise<Found> {
  return withTenantDatabase(databaseUrl, async (database) => {
    const tenantId = tenant === undefined ? undefined : await tenantIdFor(database, tenant);
    const operations = await new OperationRequests(database).list({ tenantId, limit });
    const slugs = new Map((await listTenants(database)).map(({ id, slug }) => [id, slug]));
    return { text: operationsText(operations, slugs), data: { operations }, foundSomething: false };
  });
}

const outcomeOf = (operation: OperationRecord): Found => ({
  text: operationText(operation),
  data: operation,
  foundSomething: needsAttention(operation),
});
