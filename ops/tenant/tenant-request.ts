import { setTimeout as sleep } from 'node:timers/promises';
import type { MigratorDatabase } from '../../tenancy/life/migrator-database';
import type { OperationRecord } from '../../tenancy/life/operation';
import { type OperationRequest, OperationRequests } from '../../tenancy/life/operation-requests';
import { OperationRunner } from '../../tenancy/life/operation-runner';
import { changeTierOperation, resumeOperation, suspendOperation } from '../../tenancy/life/operation-status';
import { listTenants } from '../../tenancy/life/tenant-list';
import { refusal } from './tenant-connection';

const pollMs = 250;
const hintAfterMs = 5_000;

/**
 * Kinds that need nothing but the database: a tenant can be suspended while `lifecycle` is down. All others need what
 * its pods have: the application's schema, storage, Redis, Temporal.
 */
const kindsHere = [suspendOperation, resumeOperation, changeTierOperation];

export interface WaitOptions {
  /** 0 does not wait at all. */
  readonly waitSeconds: number;
  readonly onProgress: (what: string) => void;
}

/**
 * Asks for an operation and waits until it is done or has failed.
 * @throws InputError when it is neither after `waitSeconds`; it goes on all the same.
 */
export async function askFor(
  database: MigratorDatabase,
  request: OperationRequest,
  options: WaitOptions,
): Promise<OperationRecord> {
  const { id } = await new OperationRequests(database).request(request);
  return waitFor(database, id, options);
}

/** Waits for an operation that was asked for. */
export async function waitFor(
  database: MigratorDatabase,
  id: string,
  { waitSeconds, onProgress }: WaitOptions,
): Promise<OperationRecord> {
  const requests = new OperationRequests(database);
  const runner = new OperationRunner({ database, kinds: kindsHere });
  const { signal } = new AbortController();
  const started = performance.now();
  let [lastStep, hinted]: [string | null, boolean] = [null, false];
  for (;;) {
    await runner.runNext(signal, { id });
    const operation = await requests.byId(id);
    if (!operation) throw refusal('the operation', id, 'the id of one; see platform tenant operations');
    const { state, step, kind } = operation;
    const waitedMs = performance.now() - started;
    if (waitSeconds === 0 || state === 'done' || state === 'failed') return operation;
    if (step !== lastStep) onProgress(`${kind}: ${step}`);
    lastStep = step;
    if (state === 'requested' && waitedMs > hintAfterMs && !hinted) {
      onProgress(`${kind}: nobody has taken it yet; does the workload "lifecycle" run?`);
      hinted = true;
    }
    if (waitedMs > waitSeconds * 1000) {
      throw refusal(
        'the operation',
        `${id}, which is ${state} after ${waitSeconds} s`,
        'more patience (--wait-seconds), and a workload "lifecycle" that runs; it goes on without this command',
      );
    }
    await sleep(pollMs);
  }
}

/** Id of the tenant with this slug or id, an erased one's too. @throws InputError when there is none. */
export async function tenantIdFor(database: MigratorDatabase, slugOrId: string): Promise<string> {
  const tenants = await listTenants(database);
  const tenant = tenants.find(({ id, slug }) => slug === slugOrId || id === slugOrId);
  if (!tenant) throw refusal('the tenant', slugOrId, 'the slug or id of one; see platform tenant list');
  return tenant.id;
}
