import { z } from 'zod';
import { TenancyError } from '../../context/tenancy-error';
import { bundleFiles, openManifest } from '../bundle/manifest';
import type { RegistryRow } from '../export/registry-row';
import { type BundleReference, bundleReferenceSchema } from '../export/export-operation';
import type { MigratorDatabase } from '../migrator-database';
import { type ObjectStorage, readText } from '../storage/object-storage';

const reasonSchema = z.strictObject({ reason: z.string().min(1).max(500) });

export const eraseInputSchema = z.strictObject({
  /** Does not wait for the end of the days of grace, and why. Default: waits. */
  now: reasonSchema.nullable().default(null),
  /** Does without a bundle to hand over or restore from, and why. Default: there must be one. */
  withoutExport: reasonSchema.nullable().default(null),
});
export type EraseInput = z.infer<typeof eraseInputSchema>;

/** Without offboarding, an export may be this old: what changed since is in no bundle. */
const freshHours = 24;

/** Why the tenant may be erased now. Throws `conflict` while its days of grace last. */
export function reasonToErase({ status, eraseAfter }: RegistryRow, { now }: EraseInput): string {
  if (status === 'erased') throw new TenancyError('conflict', 'The tenant is erased already.');
  if (now) return now.reason;
  if (status !== 'leaving' || !eraseAfter) {
    throw new TenancyError(
      'conflict',
      `The tenant is ${status}: offboard it first, or give a reason to erase it now.`,
    );
  }
  if (eraseAfter > new Date()) {
    throw new TenancyError(
      'conflict',
      `The tenant may change its mind until ${eraseAfter.toISOString()}: wait, or give a reason to erase it now.`,
    );
  }
  return `its days of grace ended at ${eraseAfter.toISOString()}`;
}

/**
 * The bundle of the tenant's last state: whole, and made since it was offboarded or, without offboarding, in the last
 * 24 hours. null: there is none.
 */
export async function lastBundle(
  database: MigratorDatabase,
  bundles: ObjectStorage,
  tenantId: string,
): Promise<BundleReference | null> {
  const { rows } = await database.query<{ result: unknown }>({
    text: `SELECT result FROM public.tenant_operations
           WHERE tenant_id = $1 AND kind = 'export' AND state = 'done' AND created_at >= coalesce(
             (SELECT max(updated_at) FROM public.tenant_operations
              WHERE tenant_id = $1 AND kind = 'offboard' AND state = 'done'),
             now() - make_interval(hours => $2))
           ORDER BY place DESC`,
    values: [tenantId, freshHours],
  });
  for (const { result } of rows) {
    const reference = bundleReferenceSchema.parse(result);
    const text = await readText(bundles, reference.prefix + bundleFiles.manifest);
    if (text && openManifest(text).sha256 === reference.sha256) return reference;
  }
  return null;
}
