import type { OperationIdentity } from './operation';

/** Id of the one tenant that an operation is about. Throws when it is about the fleet: such a kind has no tenant's steps. */
export function tenantIdOf({ kind, tenantId }: OperationIdentity): string {
  if (!tenantId) throw new Error(`The operation "${kind}" needs a tenant.`);
  return tenantId;
}
