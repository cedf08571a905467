import { createHash } from 'node:crypto';
import { CfnParameter } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnDBInstanceProps } from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/schema';

type Origin = Environment['database']['from'];

export interface OriginProps {
  readonly environment: Environment;
  readonly dataKey: IKey;
}

/**
 * The properties that say where an instance's first data comes from. A new one names its master user and key; a
 * restored one inherits both, and RDS refuses them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html
 */
export function originProperties(
  scope: Construct,
  { environment, dataKey }: OriginProps,
): Partial<CfnDBInstanceProps> {
  const { from } = environment.database;
  switch (from.kind) {
    case 'new':
      return { masterUsername: 'platform_master', storageEncrypted: true, kmsKeyId: dataKey.keyArn };
    case 'snapshot':
      return { dbSnapshotIdentifier: from.snapshotArn };
    case 'pointInTime':
      return { sourceDbInstanceIdentifier: from.sourceInstanceIdentifier, ...restoreTime(from.restoreTime) };
    case 'regionalReplica':
      return {
        sourceDbInstanceAutomatedBackupsArn: automatedBackupsArn(scope, environment.region),
        ...restoreTime(from.restoreTime),
      };
  }
}

/**
 * Name of the instance. It changes with the origin, so that a restore can stand beside what it replaces, and with
 * nothing else: a change that would silently replace a live database fails, because the name is taken.
 */
export function instanceIdentifier({ name, database: { from } }: Environment): string {
  return from.kind === 'new' ? `${name}-database` : `${name}-database-${fingerprint(from)}`;
}

const fingerprint = (from: Origin): string =>
  createHash('sha256').update(JSON.stringify(from)).digest('hex').slice(0, 8);

const restoreTime = (time: string): Pick<CfnDBInstanceProps, 'restoreTime' | 'useLatestRestorableTime'> =>
  time === 'latest' ? { useLatestRestorableTime: true } : { restoreTime: time };

/** RDS makes this ARN up; `aws rds describe-db-instance-automated-backups` prints it. */
const automatedBackupsArn = (scope: Construct, region: string): string =>
  new CfnParameter(scope, 'AutomatedBackupsArn', {
    description: `Replicated automated backups in ${region} from which the database is restored`,
    allowedPattern: `^arn:aws:rds:${region}:\\d{12}:auto-backup:ab-[a-z0-9]+$`,
    constraintDescription: `an ARN such as arn:aws:rds:${region}:123456789012:auto-backup:ab-l2ijcexample`,
  }).valueAsString;
