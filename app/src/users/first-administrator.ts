import type { TenantTransaction } from '@platform/tenancy/database/unit-of-work';
import type { ProvisionInput } from '@platform/tenancy/life/provision';

/** The application's first row in a new tenant's schema. */
export async function addFirstAdministrator(
  transaction: TenantTransaction,
  { admin }: ProvisionInput,
): Promise<void> {
  if (!admin) return;
  await transaction.query({
    text: `INSERT INTO users (email, name, role) VALUES ($1, $2, 'admin')`,
    values: [admin.email, admin.name],
  });
}
