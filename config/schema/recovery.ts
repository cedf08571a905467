import { z } from 'zod';
import { safeguard, storageDays } from './primitives';

export const recovery = z.strictObject({
  /** AWS Backup's weekly copies; the daily ones are RDS's own. Under 7 days there would be hours without a copy. */
  weeklyRetentionDays: storageDays.min(7),
  /** Governance mode: an administrator with the permission can lift it, nobody else can delete a copy early. */
  vaultLock: safeguard,
  /** Copies of the weekly backups, replicas of secrets, keys, images and exports in the recovery region. */
  regionalCopies: safeguard,
  restoreTesting: safeguard,
  exportRetentionDays: storageDays,
});

/** What the recovery region already holds for this environment. */
export const state = z.discriminatedUnion('kind', [
  /** This environment makes its own keys and secrets. */
  z.strictObject({ kind: z.literal('own') }),
  /** Keys and secrets are the replicas that another environment left in this region. */
  z.strictObject({ kind: z.literal('replicaOf'), environment: z.string().min(1) }),
]);
