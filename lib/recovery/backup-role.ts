import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface BackupRoleProps {
  readonly databaseArn: string;
  /** Encrypts the database and its snapshots. */
  readonly key: IKey;
  /** Where copies go; null: nowhere. */
  readonly copy: { readonly region: string; readonly vaultArn: string; readonly keyArn: string } | null;
}

/**
 * What AWS Backup needs to snapshot one database and to copy the snapshot: the RDS part of the managed policy
 * AWSBackupServiceRolePolicyForBackup, narrowed to this database, AWS Backup's own snapshots and our keys.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
 */
export class BackupRole extends Role {
  constructor(scope: Construct, id: string, { databaseArn, key, copy }: BackupRoleProps) {
    super(scope, id, { assumedBy: new ServicePrincipal('backup.amazonaws.com') });
    const allow = (
      actions: string[],
      resources: string[],
      conditions?: PolicyStatement['conditions'],
    ): void => {
      this.addToPolicy(new PolicyStatement({ actions, resources, conditions }));
    };
    const { region } = Stack.of(this);
    const regions = copy ? [region, copy.region] : [region];
    const snapshots = regions.map((snapshotRegion) =>
      Stack.of(this).formatArn({
        service: 'rds',
        region: snapshotRegion,
        resource: 'snapshot',
        resourceName: 'awsbackup:*',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    );

    allow(
      ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots', 'rds:ListTagsForResource'],
      [databaseArn, ...snapshots],
    );
    allow(['rds:CreateDBSnapshot', 'rds:AddTagsToResource'], [databaseArn, ...snapshots]);
    allow(['rds:CopyDBSnapshot', 'rds:DeleteDBSnapshot'], snapshots);
    const keyArns = copy ? [key.keyArn, copy.keyArn] : [key.keyArn];
    allow(['kms:DescribeKey'], keyArns);
    allow(['kms:CreateGrant'], keyArns, { Bool: { 'kms:GrantIsForAWSResource': 'true' } });
    if (copy) allow(['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'], [copy.vaultArn]);
    Validations.of(this).acknowledge(
      ...regions.map((snapshotRegion) => ({
        id: `AwsSolutions-IAM5[Resource::arn:aws:rds:${snapshotRegion}:<AWS::AccountId>:snapshot:awsbackup:*]`,
        reason:
          'AWS Backup makes up the names of its snapshots; nothing but AWS Backup may create one with this prefix.',
      })),
    );
  }
}
