import { z } from 'zod';

/** How long copies live that nobody can take one tenant out of. In days, from the environment's configuration. */
export const backupRetentionSchema = z.strictObject({
  /** Point-in-time recovery of the database. */
  pointInTimeDays: z.int().nonnegative(),
  /** Weekly snapshots. */
  weeklyRetentionDays: z.int().nonnegative(),
  /** Bundles in the bucket of exports. */
  exportRetentionDays: z.int().nonnegative(),
  /** Log lines, in every storage class. */
  logExpireAfterDays: z.int().nonnegative(),
});
export type BackupRetention = z.infer<typeof backupRetentionSchema>;

export interface BackupExpiry {
  /** ISO 8601: from then on no copy holds anything of the tenant. */
  readonly lastExpiresAt: string;
  readonly copies: { readonly what: string; readonly days: number; readonly expiresAt: string }[];
}

const names: Record<keyof BackupRetention, string> = {
  pointInTimeDays: 'point-in-time backups of the database',
  weeklyRetentionDays: 'weekly snapshots of the database',
  exportRetentionDays: "the tenant's exported bundles",
  logExpireAfterDays: 'archived log lines',
};

/** When the copies expire that were made until `erasedAt`. */
export function backupExpiry(retention: BackupRetention, erasedAt: Date): BackupExpiry {
  const copies = (Object.keys(names) as (keyof BackupRetention)[]).map((key) => ({
    what: names[key],
    days: retention[key],
    expiresAt: daysAfter(erasedAt, retention[key]),
  }));
  const lastExpiresAt = daysAfter(erasedAt, Math.max(...copies.map(({ days }) => days)));
  return { lastExpiresAt, copies };
}

const daysAfter = (date: Date, days: number): string =>
  new Date(date.getTime() + days * 86_400_000).toISOString();
