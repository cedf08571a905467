import { z } from 'zod';
import { count, logRetentionDays, positive, safeguard } from './primitives';

const snapshotArn = z
  .string()
  .regex(/^arn:aws:rds:[a-z0-9-]+:\d{12}:snapshot:[\w:-]+$/)
  .describe("an instance snapshot's ARN, such as arn:aws:rds:us-east-1:123456789012:snapshot:before-launch");

const sourceInstanceIdentifier = z
  .string()
  .regex(/^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/)
  .describe('the identifier of a database instance in this region');

const restoreTime = z
  .union([z.literal('latest'), z.iso.datetime()])
  .describe('latest, or a time in UTC such as 2026-11-30T08:00:00Z');

/** Where the first data comes from. Changing it on a live database replaces the database. */
export const databaseOrigin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('new') }),
  z.strictObject({ kind: z.literal('snapshot'), snapshotArn }),
  z.strictObject({
    kind: z.literal('pointInTime'),
    sourceInstanceIdentifier,
    restoreTime,
  }),
  /** The automated backups replicated to this region; their ARN is a parameter of the deploy, because RDS makes it up. */
  z.strictObject({
    kind: z.literal('regionalReplica'),
    restoreTime,
  }),
]);

export const database = z.strictObject({
  /** Major only: a pinned minor makes each deploy fail after RDS upgrades itself. */
  engineVersion: z.string().regex(/^\d+$/).describe('a major version such as 17'),
  instanceClass: z
    .string()
    .regex(/^[a-z]\d+[a-z]*\.[a-z0-9]+$/)
    .describe('an instance class without db., such as m7g.xlarge'),
  storageGib: z.int().min(20).max(65_536),
  maxStorageGib: z.int().min(20).max(65_536),
  /** null: what gp3 includes (3,000 IOPS under 400 GiB, 12,000 from there). */
  iops: positive.nullable(),
  /** null: what gp3 includes (125 MiB/s under 400 GiB, 500 from there). */
  throughputMibps: positive.nullable(),
  multiAz: safeguard,
  readReplicas: count.max(15),
  from: databaseOrigin,
  /** RDS keeps up to 35 days. 0 would switch the automated backups off, and with them replicas and restores. */
  pointInTimeDays: z.int().min(1).max(35),
  /** Copies of the automated backups and write-ahead log in the recovery region. */
  regionalBackups: safeguard,
  deletionProtection: safeguard,
  logRetentionDays,
  /** Longer than any node lives: pods read a new password when their node is replaced. */
  credentialRotationDays: z.int().min(1).max(1000),
});
