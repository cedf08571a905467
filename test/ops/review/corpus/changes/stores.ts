import { RemovalPolicy } from 'aws-cdk-lib';
import { property, renamed, resourceAt, statements, without } from '../app-edits';
import { setting, together } from '../config-edits';
import type { LabelledChange } from '../labelled-change';

const off = (reason: string) => ({ enabled: false, reason }) as const;

/** Keys, buckets, images, backups and logs. */
export const storeChanges: readonly LabelledChange[] = [
  {
    name: 'key of tenants deleted with its stack',
    environment: 'production',
    edit: {
      stacks: (app) =>
        resourceAt(app, 'production-keys', 'TenantKey').applyRemovalPolicy(RemovalPolicy.DESTROY),
    },
    expected: 'data-loss',
    at: 'production-keys/TenantKey',
    why: 'A protection removed: without the key no tenant’s credentials can be opened again.',
  },
  {
    name: 'key that every account may use',
    environment: 'production',
    edit: {
      stacks: statements('production-keys', 'DataKey', 'KeyPolicy', ([first, ...rest]) => [
        { ...first, Principal: { AWS: '*' } },
        ...rest,
      ]),
    },
    expected: 'exposure',
    at: 'production-keys/DataKey',
    why: 'A wider policy: the principal * is everybody.',
  },
  {
    name: 'description of a key',
    environment: 'production',
    edit: { stacks: property('production-keys', 'DataKey', 'Description', 'Encrypts the stores') },
    expected: 'safe',
    frightening: true,
    why: 'Description is updated without interruption, and the key stays the same.',
  },
  {
    name: 'exports may be made public',
    environment: 'production',
    edit: {
      stacks: property(
        'production-recovery',
        'Exports/Bucket',
        'PublicAccessBlockConfiguration.BlockPublicPolicy',
        false,
      ),
    },
    expected: 'exposure',
    at: 'production-recovery/Exports/Bucket',
    why: 'Public access: a policy may now open the bucket.',
  },
  {
    name: 'exports no longer versioned',
    environment: 'production',
    edit: {
      stacks: property(
        'production-recovery',
        'Exports/Bucket',
        'VersioningConfiguration.Status',
        'Suspended',
      ),
    },
    expected: 'data-loss',
    at: 'production-recovery/Exports/Bucket',
    why: 'A protection removed: what is overwritten or deleted cannot be had back.',
  },
  {
    name: 'exports read without TLS',
    environment: 'production',
    edit: {
      stacks: statements('production-recovery', 'Exports/Bucket/Policy', 'PolicyDocument', (all) =>
        all.slice(1),
      ),
    },
    expected: 'exposure',
    at: 'production-recovery/Exports/Bucket/Policy',
    why: 'A wider policy: the statement that refuses requests without TLS is gone.',
  },
  {
    name: 'statements of a bucket’s policy in another order',
    environment: 'production',
    edit: {
      stacks: statements('production-recovery', 'Exports/Bucket/Policy', 'PolicyDocument', (all) =>
        all.toReversed(),
      ),
    },
    expected: 'safe',
    frightening: true,
    why: 'The order of statements means nothing. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  },
  {
    name: 'exports kept for a week',
    environment: 'production',
    edit: { config: setting('recovery.exportRetentionDays', 7) },
    expected: 'data-loss',
    at: 'production-recovery/Exports/Bucket',
    why: 'Retention cut: S3 deletes what is older within a day or two.',
  },
  {
    name: 'exports kept for two months',
    environment: 'production',
    edit: { config: setting('recovery.exportRetentionDays', 60) },
    expected: 'restart',
    at: 'kubernetes/app/Deployment/lifecycle',
    why: 'Nothing is deleted; pods roll because EXPORT_DAYS tells them.',
  },
  {
    name: 'logs kept for half a year',
    environment: 'production',
    edit: { config: setting('observability.logs.expireAfterDays', 180) },
    expected: 'data-loss',
    at: 'production-observability/LogBucket',
    why: 'Retention cut; the requirement is a year.',
  },
  {
    name: 'logs kept for two years',
    environment: 'production',
    edit: { config: setting('observability.logs.expireAfterDays', 730) },
    expected: 'restart',
    at: 'kubernetes/app/Deployment/api',
    why: 'Nothing is deleted; pods roll because LOG_DAYS tells them.',
  },
  {
    name: 'log bucket under another logical id',
    environment: 'production',
    edit: { stacks: renamed('production-observability', 'LogBucket', 'Logs') },
    expected: 'data-loss',
    at: 'production-observability/LogBucket',
    why: 'Another logical id is another, empty bucket; the old one leaves the stack.',
  },
  {
    name: 'audit trail kept for three months',
    environment: 'production',
    edit: { config: setting('observability.trailRetentionDays', 90) },
    expected: 'data-loss',
    at: 'production-observability/AuditTrail/Bucket',
    why: 'Retention cut, by life cycle and by lock.',
  },
  {
    name: 'audit trail kept for two years',
    environment: 'production',
    edit: { config: setting('observability.trailRetentionDays', 730) },
    expected: 'safe',
    why: 'Records are locked and kept longer.',
  },
  {
    name: 'audit trail stopped',
    environment: 'production',
    edit: { stacks: property('production-observability', 'AuditTrail/Trail', 'IsLogging', false) },
    expected: 'exposure',
    at: 'production-observability/AuditTrail/Trail',
    why: 'Whoever takes over the account leaves no record.',
  },
  {
    name: 'fewer images kept',
    environment: 'production',
    edit: { config: setting('images.taggedKept', 20) },
    expected: 'data-loss',
    at: 'production-images/Application',
    why: 'A life cycle that expires earlier: ECR deletes thirty images that a roll-back could need.',
  },
  {
    name: 'more images kept',
    environment: 'production',
    edit: {
      config: together(setting('images.taggedKept', 100), setting('images.untaggedRetentionDays', 14)),
    },
    expected: 'safe',
    why: 'A life cycle that expires later deletes nothing.',
  },
  {
    name: 'weekly backups kept for five weeks',
    environment: 'production',
    edit: { config: setting('recovery.weeklyRetentionDays', 35) },
    expected: 'data-loss',
    at: 'production-recovery/WeeklyBackup/Plan',
    why: 'Backups cut; the requirement is 90 days.',
  },
  {
    name: 'weekly backups kept for four months',
    environment: 'production',
    edit: { config: setting('recovery.weeklyRetentionDays', 120) },
    expected: 'restart',
    at: 'kubernetes/app/Deployment/lifecycle',
    why: 'Longer retention deletes nothing; pods roll because WEEKLY_BACKUP_DAYS tells them.',
  },
  {
    name: 'vault lock off',
    environment: 'production',
    edit: { config: setting('recovery.vaultLock', off('an administrator has to delete a test backup')) },
    expected: 'data-loss',
    at: 'production-recovery/Vault',
    why: 'A protection removed: a backup can be deleted before its time.',
  },
  {
    name: 'no copies in the recovery region',
    environment: 'production',
    edit: {
      config: together(
        setting('recovery.regionalCopies', off('one region is enough until the first customer pays')),
        setting('database.regionalBackups', off('one region is enough until the first customer pays')),
      ),
    },
    expected: 'data-loss',
    at: 'production-recovery-region/DataKey',
    why: 'Keys, vault and exports of the other region leave the project, and backups end there.',
  },
  {
    name: 'database taken out of the weekly backup',
    environment: 'production',
    edit: { stacks: without('production-recovery', 'WeeklyBackup/Plan/Database') },
    expected: 'data-loss',
    at: 'production-recovery/WeeklyBackup/Plan/Database',
    why: 'Backups cut: the plan still runs and selects nothing.',
  },
  {
    name: 'logs of functions kept for three days',
    environment: 'production',
    edit: { config: setting('observability.functionLogRetentionDays', 3) },
    expected: 'data-loss',
    at: 'production-cache/Queues/Rotation/Function/Logs',
    why: 'Retention cut.',
  },
  {
    name: 'logs of functions kept for three months',
    environment: 'production',
    edit: { config: setting('observability.functionLogRetentionDays', 90) },
    expected: 'safe',
    why: 'Longer retention deletes nothing and restarts no function.',
  },
  {
    name: 'a higher budget and a later alert on unusual cost',
    environment: 'production',
    edit: {
      config: together(
        setting('observability.budget.monthlyUsd', 3500),
        setting('observability.costAnomalyUsd', 200),
      ),
    },
    expected: 'safe',
    frightening: true,
    why: 'BudgetLimit and ThresholdExpression are updated without interruption; a budget sends mail and stops nothing.',
  },
  {
    name: 'threat detection on',
    environment: 'production',
    edit: { config: setting('observability.guardDuty', { enabled: true }) },
    expected: 'safe',
    frightening: true,
    why: 'A detector, a rule and an alarm are added; GuardDuty reads logs and changes nothing.',
  },
];
