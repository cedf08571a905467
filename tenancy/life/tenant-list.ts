import type { PlatformQueries } from '../database/unit-of-work';
import { recordOfRow, type TenantRow, tenantColumns } from '../registry/registry-row';
import type { TenantRecord } from '../registry/tenant-record';

/** A tenant as those who run the platform see it. */
export interface ListedTenant extends TenantRecord {
  /** How many migrations its schema has. */
  readonly schemaVersion: number;
  readonly createdAt: Date;
  readonly suspendedAt: Date | null;
  readonly suspendedBecause: string | null;
  /** When the grace of an offboarded tenant ends. */
  readonly eraseAfter: Date | null;
}

interface ListedRow extends TenantRow {
  readonly schema_version: number;
  readonly created_at: Date;
  readonly suspended_at: Date | null;
  readonly suspended_because: string | null;
  readonly erase_after: Date | null;
}

/** Every tenant, erased ones included, by slug. */
export async function listTenants(platform: PlatformQueries): Promise<readonly ListedTenant[]> {
  const { rows } = await platform.query<ListedRow>({
    text: `SELECT ${tenantColumns}, schema_version, created_at, suspended_at, suspended_because, erase_after
           FROM public.tenants ORDER BY slug`,
  });
  return rows.map((row) => ({
    ...recordOfRow(row),
    schemaVersion: row.schema_version,
    createdAt: row.created_at,
    suspendedAt: row.suspended_at,
    suspendedBecause: row.suspended_because,
    eraseAfter: row.erase_after,
  }));
}

export interface TenantCounts {
  readonly tenants: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byTier: Readonly<Record<string, number>>;
  readonly byVersion: Readonly<Record<string, number>>;
}

export const countTenants = (tenants: readonly ListedTenant[]): TenantCounts => ({
  tenants: tenants.length,
  byStatus: tally(tenants.map(({ status }) => status)),
  byTier: tally(tenants.map(({ tier }) => tier)),
  byVersion: tally(tenants.map(({ schemaVersion }) => String(schemaVersion))),
});

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of [...values].sort()) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
