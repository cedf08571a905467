import { z } from 'zod';
import { TenancyError } from '../context/tenancy-error';
import { tiers } from '../context/tenant-context';
import { contractLimitsSchema, tierIsComplete, tierMessage } from '../registry/contract-limits';
import type { TenantStatus } from '../registry/tenant-record';
import type { OperationKind, StepContext } from './operation';
import { tenantIdOf } from './operation-tenant';

export const suspendInputSchema = z.strictObject({ reason: z.string().min(1).max(500) });
export type SuspendInput = z.output<typeof suspendInputSchema>;

export const tierInputSchema = z
  .strictObject({
    tier: z.enum(tiers),
    /** null: those of the tier. */
    contractLimits: contractLimitsSchema.nullable().default(null),
    /** USD a calendar month; null is no limit. Left out, it stays as it is. */
    providerBudgetUsd: z.number().nonnegative().nullable().optional(),
  })
  .refine(tierIsComplete, tierMessage);
export type TierInput = z.output<typeof tierInputSchema>;

/** `suspend`: the tenant is refused at every door, as soon as caches of the registry have run out; its data are kept. */
export const suspendOperation: OperationKind<SuspendInput, object> = {
  kind: 'suspend',
  input: suspendInputSchema,
  steps: [
    {
      name: 'suspend',
      run: (context) =>
        change(context, {
          allowed: ['active', 'suspended'],
          assignments: `status = 'suspended', suspended_at = coalesce(suspended_at, now()), suspended_because = $2`,
          values: [context.input.reason],
        }),
    },
  ],
};

/** `resume`: ends a suspension, or the days of grace of an offboarded tenant. */
export const resumeOperation: OperationKind<object, object> = {
  kind: 'resume',
  input: z.strictObject({}),
  steps: [
    {
      name: 'resume',
      run: (context) =>
        change(context, {
          allowed: ['active', 'suspended', 'leaving'],
          assignments: `status = 'active', suspended_at = NULL, suspended_because = NULL, erase_after = NULL`,
          values: [],
        }),
    },
  ],
};

/** `change-tier`: other limits, and with a contract limits of its own. */
export const changeTierOperation: OperationKind<TierInput, object> = {
  kind: 'change-tier',
  input: tierInputSchema,
  steps: [
    {
      name: 'change-tier',
      run: (context) => {
        const { tier, contractLimits, providerBudgetUsd } = context.input;
        return change(context, {
          allowed: ['active', 'suspended', 'leaving'],
          assignments: `tier = $2, contract_limits = $3,
            provider_budget_usd = CASE WHEN $4 THEN $5::numeric ELSE provider_budget_usd END`,
          values: [
            tier,
            contractLimits && JSON.stringify(contractLimits),
            providerBudgetUsd !== undefined,
            providerBudgetUsd ?? null,
          ],
        });
      },
    },
  ],
};

interface Change {
  /** Statuses from which it may happen. */
  readonly allowed: readonly TenantStatus[];
  /** SQL; its parameters begin with $2. */
  readonly assignments: string;
  readonly values: readonly unknown[];
}

async function change(
  { operation, database }: StepContext<unknown, object>,
  { allowed, assignments, values }: Change,
): Promise<void> {
  const id = tenantIdOf(operation);
  await database.exclusively(id, async (client) => {
    const { rows } = await client.query<{ status: TenantStatus }>(
      'SELECT status FROM public.tenants WHERE id = $1 FOR UPDATE',
      [id],
    );
    const status = rows[0]?.status;
    if (!status) throw new TenancyError('unknown-tenant', 'There is no such tenant.');
    if (!allowed.includes(status)) {
      throw new TenancyError(
        'conflict',
        `A tenant that is ${status} has no "${operation.kind}": it must be ${allowed.join(' or ')}.`,
      );
    }
    await client.query(`UPDATE public.tenants SET ${assignments} WHERE id = $1`, [id, ...values]);
  });
}
