import { z } from 'zod';
import { TenancyError } from '../../context/tenancy-error';
import type { OperationKind } from '../operation';
import { tenantIdOf } from '../operation-tenant';
import { registryRow } from '../export/registry-row';

export const offboardInputSchema = z.strictObject({
  /** Days until the tenant may be erased, in which `resume` takes it back. Default 30. */
  graceDays: z.int().min(0).max(365).default(30),
});

/** `offboard`: the tenant is refused at every door from now on, and its days of grace begin. Again, it changes nothing. */
export const offboardOperation: OperationKind<
  z.infer<typeof offboardInputSchema>,
  { readonly eraseAfter: string }
> = {
  kind: 'offboard',
  input: offboardInputSchema,
  steps: [
    {
      name: 'offboard',
      run: async ({ operation, input, database }) => {
        const id = tenantIdOf(operation);
        const { status } = await registryRow(database, id);
        if (status === 'erased') throw new TenancyError('conflict', 'The tenant is erased already.');
        const { rows } = await database.query<{ erase_after: Date }>({
          text: `UPDATE public.tenants
                 SET status = 'leaving', erase_after = coalesce(erase_after, now() + make_interval(days => $2))
                 WHERE id = $1 RETURNING erase_after`,
          values: [id, input.graceDays],
        });
        return { eraseAfter: rows[0]?.erase_after.toISOString() };
      },
    },
  ],
};
