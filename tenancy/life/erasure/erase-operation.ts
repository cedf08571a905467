import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { TenancyError } from '../../context/tenancy-error';
import { registryRow } from '../export/registry-row';
import type { OperationKind, OperationStep, StepContext } from '../operation';
import { tenantIdOf } from '../operation-tenant';
import type { ObjectStorage } from '../storage/object-storage';
import { backupExpiry, type BackupRetention } from './backup-expiry';
import { certificateMarkdown } from './certificate';
import { certificatesOf, issueCertificate } from './certificate-chain';
import { type Counts, countTenant, removalsOf, keptOf, leftovers } from './counts';
import { type EraseInput, eraseInputSchema, lastBundle, reasonToErase } from './erasure-permission';
import { anonymise, removePlatformRows, removeRole, removeSchemas, stopTenant } from './remove-from-database';
import { type ErasedTenant, isPresent, type TenantStores } from './tenant-store';

export interface EraseOptions {
  readonly stores: TenantStores;
  /** Where exports lie. */
  readonly bundles: ObjectStorage;
  /** Where a copy of each certificate goes, best a bucket with object lock. */
  readonly certificates: ObjectStorage;
  readonly retention: BackupRetention;
  /** How long pods may remember an active tenant: twice the registry's cache. Default 10. */
  readonly settleSeconds?: number;
}

interface EraseState {
  /** null once nothing needs its names any more. */
  readonly tenant: (ErasedTenant & { readonly schema: string }) | null;
  readonly because: string;
  readonly handedOver: { readonly manifestSha256: string } | { readonly nothingBecause: string };
  readonly before: Counts;
  readonly after: Counts;
  readonly remarks: Readonly<Record<string, string>>;
  readonly erasedAt: string;
  readonly certificate: { readonly place: number; readonly sha256: string };
}
type Context = StepContext<EraseInput, EraseState>;
type Step = OperationStep<EraseInput, EraseState>;

/**
 * Removes a tenant from everywhere, for good: every store, then the database, and what is left is the registry's row
 * without a name, amounts of usage, and a certificate.
 */
export function eraseOperation(options: EraseOptions): OperationKind<EraseInput, EraseState> {
  const inOrder = Object.entries(options.stores);
  const steps: readonly Step[] = [
    { name: 'check', run: (context) => check(context, options) },
    { name: 'stop-work', run: (context) => stopTenant(context.database, tenantOf(context)) },
    {
      name: 'settle',
      run: ({ signal }) => sleep((options.settleSeconds ?? 10) * 1000, undefined, { signal }),
    },
    {
      name: 'count-before',
      run: async (context) => ({
        before: await countTenant(context.database, options.stores, tenantOf(context)),
      }),
    },
    ...inOrder.map(([name, store]) => ({
      name: `remove-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      run: async (context: Context) => {
        const remark = isPresent(store) ? await store.remove(tenantOf(context)) : null;
        return { remarks: { ...context.state.remarks, ...(remark && { [name]: remark }) } };
      },
    })),
    {
      name: 'remove-schemas',
      run: (context) => removeSchemas(context.database, tenantOf(context), context.signal),
    },
    { name: 'remove-role', run: (context) => removeRole(context.database, tenantOf(context)) },
    { name: 'remove-rows', run: (context) => removePlatformRows(context.database, tenantOf(context)) },
    { name: 'count-after', run: (context) => countAfter(context, options) },
    { name: 'anonymise', run: anonymiseTenant },
    { name: 'issue-certificate', run: (context) => issue(context, options) },
    { name: 'store-certificate', run: (context) => store(context, options) },
  ];
  const result = ({ certificate, erasedAt }: Partial<EraseState>): object => ({ ...certificate, erasedAt });
  return { kind: 'erase', input: eraseInputSchema, steps, result };
}

async function check(context: Context, { bundles }: EraseOptions): Promise<Partial<EraseState>> {
  const { operation, input, database } = context;
  const id = tenantIdOf(operation);
  const row = await registryRow(database, id);
  const because = reasonToErase(row, input);
  const bundle = await lastBundle(database, bundles, id);
  if (!bundle && !input.withoutExport) {
    throw new TenancyError(
      'conflict',
      'There is no whole export of its last state: make one, or give a reason to do without.',
    );
  }
  return {
    tenant: { ...row.tenant, schema: row.schema, temporalNamespace: row.temporalNamespace },
    because,
    handedOver: bundle
      ? { manifestSha256: bundle.sha256 }
      : { nothingBecause: input.withoutExport?.reason ?? '' },
  };
}

/** Something that a request under way wrote meanwhile is removed now; what is still there after that is an error. */
async function countAfter(context: Context, { stores }: EraseOptions): Promise<Partial<EraseState>> {
  const { database } = context;
  const tenant = tenantOf(context);
  if (leftovers(await countTenant(database, stores, tenant)).length > 0) {
    for (const store of Object.values(stores)) if (isPresent(store)) await store.remove(tenant);
    await removePlatformRows(database, tenant);
  }
  const after = await countTenant(database, stores, tenant);
  const left = leftovers(after);
  if (left.length > 0) {
    throw new TenancyError(
      'conflict',
      `Something of the tenant is still there: ${left.join(', ')}. Try again.`,
    );
  }
  return { after, erasedAt: new Date().toISOString() };
}

async function anonymiseTenant(context: Context): Promise<void> {
  const { operation, database, state } = context;
  await anonymise(database, {
    tenant: tenantOf(context),
    operationId: operation.id,
    erasedAt: known(state.erasedAt),
  });
}

async function issue(context: Context, options: EraseOptions): Promise<Partial<EraseState>> {
  const { operation, database, state } = context;
  const [before, after, erasedAt] = [known(state.before), known(state.after), known(state.erasedAt)];
  const { certificate, sha256 } = await issueCertificate(database, {
    format: 1,
    tenantId: tenantIdOf(operation),
    operationId: operation.id,
    requestedBy: operation.requestedBy,
    requestedAt: operation.createdAt.toISOString(),
    erasedAt,
    because: known(state.because),
    handedOver: known(state.handedOver),
    removals: removalsOf(before, after, options.stores, state.remarks ?? {}),
    tables: [...(before.database.tables ?? [])],
    kept: keptOf(after),
    backups: backupExpiry(options.retention, new Date(erasedAt)),
  });
  return { certificate: { place: certificate.place, sha256 } };
}

async function store(context: Context, { certificates }: EraseOptions): Promise<Partial<EraseState>> {
  const { operation, database } = context;
  const issued = (await certificatesOf(database, tenantIdOf(operation))).find(
    ({ certificate }) => certificate.operationId === operation.id,
  );
  const { certificate, text } = known(issued);
  const key = `${String(certificate.place).padStart(8, '0')}-${certificate.tenantId}`;
  await certificates.write(`${key}.json`, Readable.from([Buffer.from(text)]));
  await certificates.write(`${key}.md`, Readable.from([Buffer.from(certificateMarkdown(certificate))]));
  return { tenant: null };
}

function tenantOf({ state }: Pick<Context, 'state'>): ErasedTenant & { readonly schema: string } {
  return known(state.tenant);
}

function known<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined)
    throw new Error('An earlier step of the erasure left nothing behind.');
  return value;
}
