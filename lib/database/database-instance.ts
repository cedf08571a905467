import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnDBInstance, type CfnDBInstanceProps } from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import type { RecoveryRegionStack } from '../recovery/recovery-region-stack';
import { acknowledgeDefaultPort, acknowledgeSafeguard } from './acknowledgements';
import { InstanceLogs } from './instance-logs';
import type { InstanceSettings } from './instance-settings';
import { instanceIdentifier, originProperties } from './origin';

export interface DatabaseInstanceProps {
  readonly environment: Environment;
  readonly settings: InstanceSettings;
  readonly dataKey: IKey;
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/**
 * The PostgreSQL instance, the same resource whatever its origin. RDS keeps the master user's password in a secret of its
 * own, for the bootstrap of the logins and for emergencies; a restored instance gets such a secret right after the
 * restore. The instance and its automated backups outlive the stack.
 */
export class DatabaseInstance extends Construct {
  readonly identifier: string;
  readonly arn: string;
  readonly host: string;
  readonly masterSecretArn: string;

  constructor(scope: Construct, id: string, props: DatabaseInstanceProps) {
    super(scope, id);
    const { environment, settings, dataKey } = props;
    const { database } = environment;
    this.identifier = instanceIdentifier(environment);
    const instance = new CfnDBInstance(this, 'Resource', {
      ...settings.properties,
      ...originProperties(this, { environment, dataKey }),
      ...storageProperties(database),
      ...regionalBackupProperties(props),
      dbInstanceIdentifier: this.identifier,
      engineVersion: database.engineVersion,
      // Another major in the config is the request for the upgrade; RDS takes a snapshot before it.
      allowMajorVersionUpgrade: true,
      // Past standard support RDS refuses to create rather than to charge for extended support.
      engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
      multiAz: database.multiAz.enabled,
      manageMasterUserPassword: true,
      masterUserSecret: { kmsKeyId: dataKey.keyArn },
      backupRetentionPeriod: database.pointInTimeDays,
      // UTC: the small hours in the Americas, and apart, as RDS demands.
      preferredBackupWindow: '07:00-07:30',
      preferredMaintenanceWindow: 'sun:08:00-sun:09:00',
      deleteAutomatedBackups: false,
    });
    const removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    instance.applyRemovalPolicy(removalPolicy);
    instance.node.addDependency(
      new InstanceLogs(this, 'Logs', { environment, instanceIdentifier: this.identifier, removalPolicy }),
    );
    // cfn-lint W3691 lists full versions alone; RDS takes a major and picks its default minor.
    instance.addMetadata('cfn-lint', { config: { ignore_checks: ['W3691'] } });
    this.acknowledge(instance, database);
    this.arn = instance.attrDbInstanceArn;
    this.host = instance.attrEndpointAddress;
    this.masterSecretArn = instance.attrMasterUserSecretSecretArn;
  }

  private acknowledge(instance: CfnDBInstance, database: Environment['database']): void {
    acknowledgeDefaultPort(instance);
    acknowledgeSafeguard(instance, 'AwsSolutions-RDS3', database.multiAz);
    acknowledgeSafeguard(instance, 'AwsSolutions-RDS10', database.deletionProtection);
    if (database.from.kind === 'new') return;
    Validations.of(instance).acknowledge({
      id: 'AwsSolutions-RDS2',
      reason:
        'RDS refuses StorageEncrypted on a restore and takes it from the source, which this platform encrypts with its data key.',
    });
  }
}

/** gp3's IOPS and throughput are fixed under 400 GiB: RDS refuses both there. */
function storageProperties(database: Environment['database']): Partial<CfnDBInstanceProps> {
  const adjustable = database.storageGib >= 400;
  const grows = database.maxStorageGib > database.storageGib;
  return {
    allocatedStorage: String(database.storageGib),
    maxAllocatedStorage: grows ? database.maxStorageGib : undefined,
    iops: adjustable ? (database.iops ?? undefined) : undefined,
    storageThroughput: adjustable ? (database.throughputMibps ?? undefined) : undefined,
  };
}

/** @throws Error without the recovery region's stack, which the config's rules demand for regional backups. */
function regionalBackupProperties(props: DatabaseInstanceProps): Partial<CfnDBInstanceProps> {
  const { environment, recoveryRegion } = props;
  if (!environment.database.regionalBackups.enabled) return {};
  if (!recoveryRegion) throw new Error('database.regionalBackups needs recovery.regionalCopies');
  return {
    automaticBackupReplicationRegion: environment.recoveryRegion,
    automaticBackupReplicationRetentionPeriod: environment.database.pointInTimeDays,
    automaticBackupReplicationKmsKeyId: recoveryRegion.dataKeyArn,
  };
}
