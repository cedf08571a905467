import type { PoolClient } from 'pg';
import { z } from 'zod';
import { TenancyError } from '../context/tenancy-error';
import { newSlugSchema, tenantContextSchema, tiers } from '../context/tenant-context';
import { tenantSchemaName } from '../database/identifiers';
import type { Migration } from '../database/migration';
import type { TenantTransaction } from '../database/unit-of-work';
import { contractLimitsSchema, tierIsComplete, tierMessage } from '../registry/contract-limits';
import { newestMigrations } from './fleet-catalog';
import { checkMigrations, releasedMigrations } from './migrate-list';
import { releasedContracts } from './migrate-platform';
import { migrateTenant } from './migrate-tenant';
import type { OperationKind, OperationStep, StepContext } from './operation';
import { tenantIdOf } from './operation-tenant';
import { ensureTenantRole, ensureTenantSchema } from './provision-schema';

export const provisionInputSchema = z
  .strictObject({
    slug: newSlugSchema,
    /** What people call the customer. */
    name: z.string().min(1).max(200),
    tier: z.enum(tiers),
    region: tenantContextSchema.shape.region,
    contractLimits: contractLimitsSchema.nullable().default(null),
    /** USD a calendar month; null is no limit. */
    providerBudgetUsd: z.number().nonnegative().nullable().default(null),
    /** null is the shared namespace. */
    temporalNamespace: z.string().min(1).nullable().default(null),
    /** The first person who may administer the tenant; null makes none. */
    admin: z
      .strictObject({ email: z.email(), name: z.string().min(1).max(200) })
      .nullable()
      .default(null),
  })
  .refine(tierIsComplete, tierMessage);
export type ProvisionInput = z.output<typeof provisionInputSchema>;

export interface ProvisioningOptions {
  /** All of a tenant's schema: the library's migrations and then the application's own. */
  readonly migrations: readonly Migration[];
  /** The application's first rows, such as the first administrator; as the tenant's role, committed once. */
  readonly seed?: (transaction: TenantTransaction, input: ProvisionInput) => Promise<void>;
  /** Makes a Temporal namespace when it is not there; without it no tenant can have one of its own. */
  readonly ensureNamespace?: (namespace: string) => Promise<void>;
}

export interface Provisioned {
  readonly slug: string;
  readonly schemaVersion: number;
}

type Context = StepContext<ProvisionInput, Provisioned>;

/** `provision`: makes a tenant, from its row in the registry to its first administrator. */
export function provisionOperation(options: ProvisioningOptions): OperationKind<ProvisionInput, Provisioned> {
  checkMigrations(options.migrations);
  const steps: readonly OperationStep<ProvisionInput, Provisioned>[] = [
    { name: 'reserve', run: reserve },
    { name: 'make-role', run: (context) => inSchema(context, ensureTenantRole) },
    {
      name: 'make-schema',
      run: (context) => inSchema(context, (client, name) => ensureTenantSchema(client, name, name)),
    },
    { name: 'migrate', run: (context) => migrate(context, options.migrations) },
    { name: 'make-namespace', run: (context) => makeNamespace(context, options) },
    { name: 'seed', run: (context) => seed(context, options) },
    { name: 'activate', run: activate },
    // A fleet migration that began meanwhile has not seen a tenant that was not active yet.
    { name: 'catch-up', run: (context) => migrate(context, options.migrations) },
  ];
  return { kind: 'provision', input: provisionInputSchema, steps };
}

/** Takes the slug, and with it the names of role and schema. Nothing of an earlier tenant may be left behind them. */
async function reserve({ operation, input, database }: Context): Promise<Partial<Provisioned>> {
  const id = tenantIdOf(operation);
  const roleName = tenantSchemaName(input.slug);
  await database.exclusively(id, async (client) => {
    const { rows } = await client.query<{ id: string; slug: string; status: string }>(
      'SELECT id, slug, status FROM public.tenants WHERE slug = $1 OR id = $2',
      [input.slug, id],
    );
    if (rows.some((row) => row.id !== id)) {
      throw new TenancyError('conflict', `The slug "${input.slug}" is taken: choose another.`);
    }
    const [own] = rows;
    // This very operation, killed before it noted that the row is made.
    if (own?.slug === input.slug && own.status === 'provisioning') return;
    if (own) throw new TenancyError('conflict', `The id ${id} is that of a tenant that was made before.`);
    const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [roleName]);
    if (rowCount) {
      throw new TenancyError(
        'conflict',
        `The schema "${roleName}" is there without a tenant: look what is in it, and rename or drop it.`,
      );
    }
    await client.query(
      `INSERT INTO public.tenants
         (id, slug, name, tier, region, role_name, contract_limits, provider_budget_usd, temporal_namespace)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        input.slug,
        input.name,
        input.tier,
        input.region,
        roleName,
        input.contractLimits && JSON.stringify(input.contractLimits),
        input.providerBudgetUsd,
        input.temporalNamespace,
      ],
    );
  });
  return { slug: input.slug };
}

function inSchema(
  { operation, input, database }: Context,
  work: (client: PoolClient, name: string) => Promise<void>,
): Promise<void> {
  return database.exclusively(tenantIdOf(operation), (client) => work(client, tenantSchemaName(input.slug)));
}

function migrate(
  { operation, input, database }: Context,
  migrations: readonly Migration[],
): Promise<Partial<Provisioned>> {
  return database.session(async (client) => {
    const newest = await newestMigrations(client, migrations);
    const released = releasedMigrations(newest, await releasedContracts(client));
    const tenant = { id: tenantIdOf(operation), roleName: tenantSchemaName(input.slug) };
    return { schemaVersion: await migrateTenant(client, tenant, released) };
  });
}

async function makeNamespace({ input }: Context, { ensureNamespace }: ProvisioningOptions): Promise<void> {
  if (input.temporalNamespace === null) return;
  if (!ensureNamespace) {
    throw new TenancyError(
      'conflict',
      'Temporal namespaces cannot be made here: leave temporalNamespace out.',
    );
  }
  await ensureNamespace(input.temporalNamespace);
}

/** The mark and the rows are one transaction, so the application's own code need not care about being run twice. */
async function seed({ operation, input, database }: Context, options: ProvisioningOptions): Promise<void> {
  const roleName = tenantSchemaName(input.slug);
  await database.transaction(async (transaction) => {
    const { rowCount } = await transaction.query({
      text: 'UPDATE public.tenants SET seeded_at = now() WHERE id = $1 AND seeded_at IS NULL',
      values: [tenantIdOf(operation)],
    });
    if (rowCount === 0 || !options.seed) return;
    await transaction.query({
      text: `SELECT set_config('role', $1, true), set_config('search_path', $1, true)`,
      values: [roleName],
    });
    await options.seed(transaction, input);
  });
}

async function activate({ operation, database }: Context): Promise<void> {
  await database.query({
    text: `UPDATE public.tenants SET status = 'active', activated_at = now() WHERE id = $1 AND status = 'provisioning'`,
    values: [tenantIdOf(operation)],
  });
}
