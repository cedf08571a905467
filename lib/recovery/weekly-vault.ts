import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BackupVault, type LockConfiguration } from 'aws-cdk-lib/aws-backup';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/schema';

/** The shortest life of a backup by hand, such as one before a risky migration. */
const manualBackupDays = 7;

export interface WeeklyVaultProps {
  readonly environment: Environment;
  readonly key: IKey;
}

/**
 * Holds the weekly backups. Locked in governance mode where config asks for it: until its retention is over nobody
 * deletes a backup or shortens its life, except an administrator who may take the lock off
 * (`backup:DeleteBackupVaultLockConfiguration`). Compliance mode could never be undone, so it is not offered.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export class WeeklyVault extends BackupVault {
  constructor(scope: Construct, id: string, { environment, key }: WeeklyVaultProps) {
    const { vaultLock, weeklyRetentionDays } = environment.recovery;
    // Without `changeableFor` the mode is governance.
    const lockConfiguration: LockConfiguration = {
      minRetention: Duration.days(Math.min(manualBackupDays, weeklyRetentionDays)),
      maxRetention: Duration.days(weeklyRetentionDays),
    };
    super(scope, id, {
      encryptionKey: key,
      lockConfiguration: vaultLock.enabled ? lockConfiguration : undefined,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}
