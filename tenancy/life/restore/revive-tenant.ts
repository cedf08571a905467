import { z } from 'zod';
import { TenancyError } from '../../context/tenancy-error';
import { tenantSchemaName } from '../../database/identifiers';
import { insertPlatformRows } from '../bundle/platform-rows';
import type { MigratorDatabase } from '../migrator-database';
import { ensureTenantRole } from '../provision-schema';

/** registry.json of a bundle for `restore`. Rows as they were; columns may have been added since. */
export const registryFileSchema = z.object({
  tenant: z.looseObject({ id: z.uuid(), slug: z.string(), role_name: z.string() }),
  dataKeys: z.array(z.looseObject({ tenant_id: z.uuid(), version: z.int() })),
});
export type RegistryFile = z.infer<typeof registryFileSchema>;

/**
 * Makes sure that the registry, the role and the data keys of a tenant are there before its schema comes back. An
 * erased tenant, or one whom the registry lost, gets its row back and is `provisioning` until the swap; the others keep
 * theirs. Answers whether it was such a one.
 */
export const reviveTenant = (
  database: MigratorDatabase,
  { tenant, dataKeys }: RegistryFile,
): Promise<boolean> =>
  database.exclusively(tenant.id, async (client) => {
    if (dataKeys.some((key) => key.tenant_id !== tenant.id)) {
      throw new TenancyError('conflict', "The bundle holds another tenant's data keys.");
    }
    const row = { ...tenant, role_name: tenantSchemaName(tenant.slug), status: 'provisioning' };
    const returning = { ...row, erase_after: null, erased_at: null, suspended_at: null };
    const { rows } = await client.query<{ status: string }>(
      'SELECT status FROM public.tenants WHERE id = $1',
      [tenant.id],
    );
    const status = rows[0]?.status;
    if (status === 'erased') {
      const { rows: columns } = await client.query<{ list: string }>(
        `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS list FROM pg_attribute
         WHERE attrelid = 'public.tenants'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
      );
      const list = columns[0]?.list;
      await client.query(
        `UPDATE public.tenants t SET (${list}) = (
           SELECT ${list} FROM jsonb_populate_record(t, $2)) WHERE id = $1`,
        [tenant.id, JSON.stringify(returning)],
      );
    } else if (!status) {
      await insertPlatformRows(client, 'tenants', [returning]);
    }
    await insertPlatformRows(client, 'tenant_data_keys', dataKeys);
    await ensureTenantRole(client, row.role_name);
    return status === undefined || status === 'erased' || status === 'provisioning';
  });
