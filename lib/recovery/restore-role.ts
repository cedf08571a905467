import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/schema';

export interface RestoreRoleProps {
  readonly environment: Environment;
  readonly key: IKey;
  readonly subnetGroupName: string;
}

/**
 * What AWS Backup needs for a restore test: the RDS part of the managed policy AWSBackupServiceRolePolicyForRestores,
 * narrowed to instances with the prefix that restore tests give them.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForRestores.html
 */
export class RestoreRole extends Role {
  constructor(scope: Construct, id: string, { environment, key, subnetGroupName }: RestoreRoleProps) {
    super(scope, id, { assumedBy: new ServicePrincipal('backup.amazonaws.com') });
    const allow = (
      actions: string[],
      resources: string[],
      conditions?: PolicyStatement['conditions'],
    ): void => {
      this.addToPolicy(new PolicyStatement({ actions, resources, conditions }));
    };
    const rds = (resource: string, resourceName: string): string =>
      Stack.of(this).formatArn({
        service: 'rds',
        resource,
        resourceName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const restored = rds('db', 'awsbackup-restore-test-*');
    const snapshots = rds('snapshot', 'awsbackup:*');
    const { engineVersion } = environment.database;
    const groups = [
      rds('subgrp', subnetGroupName),
      rds('pg', `default.postgres${engineVersion}`),
      rds('og', `default:postgres-${engineVersion}`),
    ];

    allow(
      ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots', 'rds:ListTagsForResource'],
      [restored, snapshots],
    );
    allow(['rds:RestoreDBInstanceFromDBSnapshot'], [restored, snapshots, ...groups]);
    allow(['rds:AddTagsToResource', 'rds:CreateDBInstance', 'rds:DeleteDBInstance'], [restored]);
    allow(['kms:DescribeKey'], [key.keyArn]);
    allow(['kms:CreateGrant'], [key.keyArn], { Bool: { 'kms:GrantIsForAWSResource': 'true' } });
    allow(
      ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
      [key.keyArn],
      { StringEquals: { 'kms:ViaService': `rds.${Stack.of(this).region}.amazonaws.com` } },
    );
    this.acknowledgeMadeUpNames();
  }

  private acknowledgeMadeUpNames(): void {
    const ofThisRegion = `arn:aws:rds:${Stack.of(this).region}:<AWS::AccountId>`;
    Validations.of(this).acknowledge(
      {
        id: `AwsSolutions-IAM5[Resource::${ofThisRegion}:snapshot:awsbackup:*]`,
        reason: 'The newest snapshot has another name every week; all with this prefix are AWS Backup’s.',
      },
      {
        id: `AwsSolutions-IAM5[Resource::${ofThisRegion}:db:awsbackup-restore-test-*]`,
        reason:
          'AWS Backup makes up the name of each restored instance; no instance of ours has this prefix.',
      },
    );
  }
}
