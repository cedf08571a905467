import { CfnRestoreTestingPlan, CfnRestoreTestingSelection, type IBackupVault } from 'aws-cdk-lib/aws-backup';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import type { DatabaseStack } from '../database/database-stack';
import { RestoreRole } from './restore-role';

/** Enough to start PostgreSQL on the restored volume; the test proves the data, not the speed. */
const instanceClass = 'db.t4g.medium';

export interface RestoreTestProps {
  readonly environment: Environment;
  readonly vault: IBackupVault;
  readonly key: IKey;
  readonly database: DatabaseStack;
}

/**
 * Restores the newest weekly backup every Monday into an instance of its own, in the database's subnets and behind its
 * security group, and deletes it two hours later.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
 */
export class RestoreTest extends Construct {
  readonly role: IRole;

  constructor(scope: Construct, id: string, props: RestoreTestProps) {
    super(scope, id);
    const { environment, vault, database } = props;
    // Names take letters, digits and underscores only.
    const name = `${environment.name.replaceAll('-', '_')}_weekly`;
    this.role = new RestoreRole(this, 'Role', {
      environment,
      key: props.key,
      subnetGroupName: database.subnetGroupName,
    });

    const plan = new CfnRestoreTestingPlan(this, 'Plan', {
      restoreTestingPlanName: name,
      scheduleExpression: 'cron(0 12 ? * MON *)',
      startWindowHours: 1,
      recoveryPointSelection: {
        algorithm: 'LATEST_WITHIN_WINDOW',
        includeVaults: [vault.backupVaultArn],
        recoveryPointTypes: ['SNAPSHOT'],
        // A test of an older backup would hide that the last one is missing.
        selectionWindowDays: 7,
      },
    });
    new CfnRestoreTestingSelection(this, 'Database', {
      restoreTestingPlanName: plan.ref,
      restoreTestingSelectionName: 'database',
      iamRoleArn: this.role.roleArn,
      protectedResourceType: 'RDS',
      protectedResourceArns: [database.instanceArn],
      validationWindowHours: 2,
      // Without these AWS Backup restores into the default VPC.
      restoreMetadataOverrides: {
        dbInstanceClass: instanceClass,
        dbSubnetGroupName: database.subnetGroupName,
        vpcSecurityGroupIds: `["${database.securityGroup.securityGroupId}"]`,
        multiAz: 'false',
        publiclyAccessible: 'false',
      },
    });
  }
}
