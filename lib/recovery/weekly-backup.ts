import { Duration } from 'aws-cdk-lib';
import {
  BackupPlan,
  BackupPlanRule,
  BackupResource,
  BackupVault,
  type IBackupVault,
} from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import { BackupRole } from './backup-role';
import type { RecoveryRegionStack } from './recovery-region-stack';

export interface WeeklyBackupProps {
  readonly environment: Environment;
  readonly vault: IBackupVault;
  readonly key: IKey;
  readonly databaseArn: string;
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/**
 * A backup of the database every Sunday, kept `weeklyRetentionDays`, and copied to the recovery region where regional
 * copies are on. The daily backups are RDS's own.
 */
export class WeeklyBackup extends Construct {
  readonly role: IRole;

  constructor(scope: Construct, id: string, props: WeeklyBackupProps) {
    super(scope, id);
    const { environment, recoveryRegion } = props;
    const deleteAfter = Duration.days(environment.recovery.weeklyRetentionDays);
    const copyVault =
      recoveryRegion && BackupVault.fromBackupVaultArn(this, 'CopyVault', recoveryRegion.backupVaultArn);
    this.role = new BackupRole(this, 'Role', {
      databaseArn: props.databaseArn,
      key: props.key,
      copy: recoveryRegion && {
        region: environment.recoveryRegion,
        vaultArn: recoveryRegion.backupVaultArn,
        keyArn: recoveryRegion.dataKeyArn,
      },
    });

    const plan = new BackupPlan(this, 'Plan', {
      backupPlanName: `${environment.name}-weekly`,
      backupVault: props.vault,
      backupPlanRules: [
        new BackupPlanRule({
          ruleName: 'weekly',
          // RDS refuses a backup that starts within its own backup or maintenance window.
          scheduleExpression: Schedule.cron({ weekDay: 'SUN', hour: '12', minute: '0' }),
          startWindow: Duration.hours(2),
          completionWindow: Duration.hours(12),
          deleteAfter,
          copyActions: copyVault ? [{ destinationBackupVault: copyVault, deleteAfter }] : [],
        }),
      ],
    });
    plan.addSelection('Database', {
      backupSelectionName: 'database',
      resources: [BackupResource.fromArn(props.databaseArn)],
      role: this.role,
      disableDefaultBackupPolicy: true,
    });
  }
}
