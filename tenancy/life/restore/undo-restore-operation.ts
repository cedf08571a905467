import { z } from 'zod';
import { TenancyError } from '../../context/tenancy-error';
import { livingTenant } from '../export/registry-row';
import { migrateAside } from './migrate-aside';
import type { OperationKind, StepContext } from '../operation';
import { tenantIdOf } from '../operation-tenant';
import type { RestoreOptions } from './restore-operation';
import { retainedSchemas } from './retained-schemas';
import { retiredSchema } from './schema-names';
import { swapSchemas } from './swap-schemas';

export const undoRestoreInputSchema = z.strictObject({
  /** How long what the restore had brought is kept. Default 7. */
  retainDays: z.int().min(0).max(90).default(7),
});
type UndoInput = z.infer<typeof undoRestoreInputSchema>;

interface UndoState {
  readonly live: string;
  readonly incoming: string;
  readonly retired: string;
  readonly waitingTasks: number;
}
type Context = StepContext<UndoInput, UndoState>;

/**
 * Puts the schema back that the last restore replaced. What the restore had brought is kept in its turn, so undoing the
 * undoing works too.
 */
export const undoRestoreOperation = ({
  migrations,
}: Pick<RestoreOptions, 'migrations'>): OperationKind<UndoInput, UndoState> => ({
  kind: 'undo-restore',
  input: undoRestoreInputSchema,
  steps: [
    { name: 'choose', run: choose },
    {
      name: 'migrate',
      run: ({ database, ...context }) => migrateAside(database, namesOf(context), migrations),
    },
    {
      name: 'swap',
      run: async (context) => {
        const { operation, database, input, signal } = context;
        const tenantId = tenantIdOf(operation);
        const swap = { ...namesOf(context), ...input, tenantId, operationId: operation.id };
        return { waitingTasks: await swapSchemas(database, swap, signal) };
      },
    },
  ],
});

async function choose({ operation, database }: Context): Promise<Partial<UndoState>> {
  const tenantId = tenantIdOf(operation);
  const { schema: live } = await livingTenant(database, tenantId);
  const [last] = await retainedSchemas(database, tenantId);
  if (!last) {
    throw new TenancyError('conflict', 'Nothing can be undone: no replaced schema of this tenant is kept.');
  }
  return { live, incoming: last.schema, retired: retiredSchema(live, operation.id, operation.createdAt) };
}

function namesOf({ state }: Pick<Context, 'state'>): Pick<UndoState, 'live' | 'incoming' | 'retired'> {
  const { live, incoming, retired } = state;
  if (!live || !incoming || !retired) throw new Error('The step "choose" left nothing behind.');
  return { live, incoming, retired };
}
