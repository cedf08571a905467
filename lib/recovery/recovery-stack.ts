import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DatabaseStack } from '../database/database-stack';
import type { EnvironmentStackProps } from '../environment-stack';
import type { KeysStack } from '../keys/keys-stack';
import { BackupAlarms } from './backup-alarms';
import { ExportsBucket, exportsBucketOutput } from './exports-bucket';
import type { RecoveryRegionStack } from './recovery-region-stack';
import { RestoreTest } from './restore-test';
import { WeeklyBackup } from './weekly-backup';
import { WeeklyVault } from './weekly-vault';

export interface RecoveryStackProps extends EnvironmentStackProps {
  readonly keys: KeysStack;
  readonly database: DatabaseStack;
  readonly alarmTopic: ITopic;
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/** Weekly backups of the database, the proof that they restore, and tenants' exports. */
export class RecoveryStack extends Stack {
  readonly exportsBucket: IBucket;

  constructor(scope: Construct, id: string, props: RecoveryStackProps) {
    super(scope, id, props);
    const { environment, database, recoveryRegion } = props;
    const key = props.keys.dataKey;

    const vault = new WeeklyVault(this, 'Vault', { environment, key });
    const weeklyBackup = new WeeklyBackup(this, 'WeeklyBackup', {
      environment,
      vault,
      key,
      databaseArn: database.instanceArn,
      recoveryRegion,
    });
    const restoreTest = environment.recovery.restoreTesting.enabled
      ? new RestoreTest(this, 'RestoreTest', { environment, vault, key, database })
      : null;
    new BackupAlarms(this, 'Alarms', {
      environmentName: environment.name,
      backupRole: weeklyBackup.role,
      copies: recoveryRegion !== null,
      restoreTestRole: restoreTest && restoreTest.role,
      topic: props.alarmTopic,
    });
    this.exportsBucket = new ExportsBucket(this, 'Exports', {
      key,
      retentionDays: environment.recovery.exportRetentionDays,
      replica: recoveryRegion && {
        region: environment.recoveryRegion,
        bucketArn: recoveryRegion.exportsBucketArn,
        keyArn: recoveryRegion.dataKeyArn,
      },
    }).bucket;

    new CfnOutput(this, 'VaultName', { value: vault.backupVaultName });
    new CfnOutput(this, exportsBucketOutput, { value: this.exportsBucket.bucketName });
  }
}
