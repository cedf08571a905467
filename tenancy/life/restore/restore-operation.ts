import { z } from 'zod';
import { TenancyError } from '../../context/tenancy-error';
import type { Migration } from '../../database/migration';
import { type BundleReference, exportOperation, type ExportOptions } from '../export/export-operation';
import { bundleFiles, type Manifest, openManifest } from '../bundle/manifest';
import type { BundlePlace } from '../bundle/stored-file';
import { readTextFile } from '../bundle/stored-file';
import { registryRow } from '../export/registry-row';
import { checkMigrations } from '../migrate-list';
import { migrateAside } from './migrate-aside';
import type { MigratorDatabase } from '../migrator-database';
import type { OperationKind, OperationStep, StepContext } from '../operation';
import { tenantIdOf } from '../operation-tenant';
import { readText } from '../storage/object-storage';
import { loadBundle } from './load-bundle';
import { registryFileSchema, reviveTenant } from './revive-tenant';
import { incomingSchema, retiredSchema } from './schema-names';
import { swapSchemas } from './swap-schemas';
import { differingRows, schemaFaults } from './verify-schema';

export interface RestoreOptions extends ExportOptions {
  /** All of a tenant's schema: the library's migrations and then the application's own. */
  readonly migrations: readonly Migration[];
  /**
   * Another PostgreSQL server with the same database of an earlier moment, such as an RDS point-in-time restore, by the
   * name that the input gives it. Default: none is known.
   */
  readonly sideDatabase?: (name: string) => MigratorDatabase;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const restoreInputSchema = z.strictObject({
  source: z.union([
    /** As an export answered them. The hash says that the SQL in the bundle is ours. */
    z.strictObject({ prefix: z.string().min(1), sha256: hash }),
    /** The tenant as it is there is exported first, and restored from that bundle. */
    z.strictObject({ sideDatabase: z.string().min(1) }),
  ]),
  /** How long the replaced schema is kept. Default 7. */
  retainDays: z.int().min(0).max(90).default(7),
});
type RestoreInput = z.infer<typeof restoreInputSchema>;

interface RestoreState {
  readonly reference: Pick<BundleReference, 'prefix' | 'sha256'>;
  readonly manifest: Manifest;
  /** Whether the tenant had been erased. */
  readonly isRevived: boolean;
  readonly live: string;
  readonly incoming: string;
  readonly retired: string;
  readonly waitingTasks: number;
}
type Context = StepContext<RestoreInput, RestoreState>;

/**
 * Brings a tenant back as a bundle or a side database has it: loaded into a schema of its own, checked, brought up to
 * the current version, checked again, and only then swapped with the tenant's own, which is kept.
 */
export function restoreOperation(options: RestoreOptions): OperationKind<RestoreInput, RestoreState> {
  checkMigrations(options.migrations);
  const steps: readonly OperationStep<RestoreInput, RestoreState>[] = [
    { name: 'export-side-database', run: (context) => exportSideDatabase(context, options) },
    { name: 'read-manifest', run: (context) => readManifest(context, options) },
    { name: 'revive-tenant', run: (context) => revive(context, options) },
    { name: 'load', run: (context) => load(context, options) },
    { name: 'check-rows', run: checkRows },
    {
      name: 'migrate',
      run: ({ database, ...context }) => migrateAside(database, namesOf(context), options.migrations),
    },
    { name: 'check-schema', run: checkSchema },
    { name: 'swap', run: swap },
    { name: 'activate', run: activate },
  ];
  const result = ({
    reference,
    isRevived,
    retired,
    waitingTasks,
    manifest,
  }: Partial<RestoreState>): object => ({
    ...reference,
    snapshotAt: manifest?.snapshotAt,
    isRevived,
    retired,
    waitingTasks,
  });
  return { kind: 'restore', input: restoreInputSchema, steps, result };
}

/** The same steps as an export's, on the other server: a side database may be gone before the restore is finished. */
async function exportSideDatabase(context: Context, options: RestoreOptions): Promise<Partial<RestoreState>> {
  const { source } = context.input;
  if ('prefix' in source) return { reference: source };
  if (!options.sideDatabase) {
    throw new TenancyError(
      'conflict',
      'No side database is known here: name its URL, or restore from a bundle.',
    );
  }
  const database = options.sideDatabase(source.sideDatabase);
  // The files' storage is of today, not of the side database's moment.
  const { steps } = exportOperation({ ...options, files: null });
  let state: { reference?: BundleReference } = {};
  try {
    for (const step of steps) {
      state = {
        ...state,
        ...(await step.run({ ...context, input: { audience: 'restore' }, state, database })),
      };
    }
  } finally {
    await database.close();
  }
  return { reference: state.reference };
}

async function readManifest(context: Context, { bundles }: RestoreOptions): Promise<Partial<RestoreState>> {
  const { reference } = context.state;
  const text = reference && (await readText(bundles, reference.prefix + bundleFiles.manifest));
  if (!reference || !text) {
    throw new TenancyError(
      'conflict',
      `There is no whole bundle at ${bundles.location}${reference?.prefix}.`,
    );
  }
  const { manifest, sha256 } = openManifest(text);
  if (sha256 !== reference.sha256) {
    throw new TenancyError('conflict', 'The bundle is not the one that was asked for: its hash differs.');
  }
  if (manifest.tenant.id !== tenantIdOf(context.operation)) {
    throw new TenancyError('tenant-mismatch', 'The bundle is of another tenant.');
  }
  if (manifest.audience !== 'restore') {
    throw new TenancyError('conflict', "The bundle is a customer's copy, which lacks what a restore needs.");
  }
  return { manifest };
}

async function revive(context: Context, options: RestoreOptions): Promise<Partial<RestoreState>> {
  const { operation, database } = context;
  const { manifest, place } = bundleOf(context, options);
  const registry = registryFileSchema.parse(
    JSON.parse(await readTextFile(place, manifest, bundleFiles.registry)),
  );
  if (registry.tenant.id !== manifest.tenant.id) {
    throw new TenancyError('tenant-mismatch', "The bundle holds another tenant's registry row.");
  }
  const isRevived = await reviveTenant(database, registry);
  const { schema: live } = await registryRow(database, operation.tenantId);
  return {
    isRevived,
    live,
    incoming: incomingSchema(live, operation.id),
    retired: retiredSchema(live, operation.id, operation.createdAt),
  };
}

async function load(context: Context, options: RestoreOptions): Promise<void> {
  const { live: roleName, incoming: schema } = namesOf(context);
  const { manifest, place } = bundleOf(context, options);
  await context.database.exclusively(tenantIdOf(context.operation), (client) =>
    loadBundle(client, { place, manifest, schema, roleName }),
  );
}

async function checkRows(context: Context): Promise<void> {
  const { incoming } = namesOf(context);
  const { manifest } = context.state;
  refuse(manifest ? await differingRows(context.database, incoming, manifest) : ['the manifest is missing']);
}

async function checkSchema(context: Context): Promise<void> {
  const { live, incoming } = namesOf(context);
  refuse(await schemaFaults(context.database, incoming, live));
}

async function swap(context: Context): Promise<Partial<RestoreState>> {
  const { operation, database, input, signal } = context;
  const names = namesOf(context);
  const tenantId = tenantIdOf(operation);
  const { retainDays } = input;
  const waitingTasks = await swapSchemas(
    database,
    { ...names, tenantId, operationId: operation.id, retainDays },
    signal,
  );
  return { waitingTasks };
}

async function activate({ operation, database, state }: Context): Promise<void> {
  if (!state.isRevived) return;
  await database.query({
    text: `UPDATE public.tenants SET status = 'active', activated_at = now() WHERE id = $1 AND status = 'provisioning'`,
    values: [tenantIdOf(operation)],
  });
}

function bundleOf(
  { state, signal }: Context,
  { bundles: storage }: RestoreOptions,
): { readonly manifest: Manifest; readonly place: BundlePlace } {
  const { manifest, reference } = state;
  if (!manifest || !reference) throw new Error('The step "read-manifest" left nothing behind.');
  return { manifest, place: { storage, prefix: reference.prefix, signal } };
}

function namesOf({ state }: Pick<Context, 'state'>): Pick<RestoreState, 'live' | 'incoming' | 'retired'> {
  const { live, incoming, retired } = state;
  if (!live || !incoming || !retired) throw new Error('The step "revive-tenant" left nothing behind.');
  return { live, incoming, retired };
}

function refuse(faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new TenancyError('conflict', `The restored schema is not used: ${faults.join('; ')}.`);
}
