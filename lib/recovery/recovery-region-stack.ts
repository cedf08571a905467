import { Aws, CfnOutput, Stack } from 'aws-cdk-lib';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';
import { ApplicationRepository } from '../images/application-repository';
import { dataKeyPolicy, tenantKeyPolicy } from '../keys/key-policies';
import type { KeysStack } from '../keys/keys-stack';
import { AlarmTopic } from '../observability/alarm-topic';
import { BackupAge } from './backup-age';
import { ExportsBucket } from './exports-bucket';
import { HandOver } from './hand-over';
import { ReplicaKey } from './replica-key';
import { WeeklyVault } from './weekly-vault';

export interface RecoveryRegionStackProps extends EnvironmentStackProps {
  readonly keys: KeysStack;
  readonly hostedZone: IHostedZone;
}

/**
 * What waits in the recovery region for the loss of the main one. It knows keys and edge alone: database, cache and
 * recovery send their copies here, so they come after it.
 */
export class RecoveryRegionStack extends Stack {
  readonly dataKeyArn: string;
  readonly backupVaultArn: string;
  readonly exportsBucketArn: string;

  constructor(scope: Construct, id: string, props: RecoveryRegionStackProps) {
    super(scope, id, props);
    const { environment, keys } = props;

    const { key } = new ReplicaKey(this, 'DataKey', {
      primary: keys.dataKey,
      alias: `${environment.name}/data`,
      description: `Stores, backups and secrets of ${environment.name}, for its recovery`,
      policy: dataKeyPolicy(this),
    });
    const tenantKey = new ReplicaKey(this, 'TenantKey', {
      primary: keys.tenantKey,
      alias: `${environment.name}/tenants`,
      description: `Data keys of tenants of ${environment.name}, for its recovery`,
      policy: tenantKeyPolicy(),
    });
    const vault = new WeeklyVault(this, 'Vault', { environment, key });
    const bucketName = `${environment.name}-exports-${Aws.ACCOUNT_ID}-${environment.recoveryRegion}`;
    new ExportsBucket(this, 'Exports', {
      key,
      retentionDays: environment.recovery.exportRetentionDays,
      bucketName,
      replica: null,
    });
    new ApplicationRepository(this, 'ApplicationImages', { environment });
    new HandOver(this, 'HandOver', {
      owner: environment.name,
      dataKeyArn: key.keyArn,
      tenantKeyArn: tenantKey.key.keyArn,
      hostedZoneId: props.hostedZone.hostedZoneId,
    });
    if (environment.database.regionalBackups.enabled) {
      const { topic } = new AlarmTopic(this, 'AlarmTopic', { environment, key });
      new BackupAge(this, 'BackupAge', { environment, topic });
    }

    this.dataKeyArn = key.keyArn;
    this.backupVaultArn = vault.backupVaultArn;
    this.exportsBucketArn = this.formatArn({ service: 's3', region: '', account: '', resource: bucketName });

    new CfnOutput(this, 'VaultName', { value: vault.backupVaultName });
    new CfnOutput(this, 'ExportsBucketName', { value: bucketName });
  }
}
