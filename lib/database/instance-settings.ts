import { RemovalPolicy } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  CaCertificate,
  CfnDBParameterGroup,
  type CfnDBInstanceProps,
  SubnetGroup,
} from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { ports } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { exportedLogs } from './instance-logs';
import { databaseParameters } from './parameters';

export interface InstanceSettingsProps {
  readonly environment: Environment;
  readonly vpc: IVpc;
  readonly dataKey: IKey;
}

/**
 * What the instance and its read replicas share: where they stand, the server's settings, what is watched. The security
 * group lets nobody in: who connects adds a rule. All of it stays with the instance when the stack goes.
 */
export class InstanceSettings extends Construct {
  readonly securityGroup: ISecurityGroup;
  readonly subnetGroupName: string;
  readonly properties: CfnDBInstanceProps;

  constructor(scope: Construct, id: string, props: InstanceSettingsProps) {
    super(scope, id);
    const { environment, vpc, dataKey } = props;
    const { database } = environment;
    const subnetGroup = new SubnetGroup(this, 'SubnetGroup', {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      description: `Data subnets of ${environment.name}`,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.subnetGroupName = subnetGroup.subnetGroupName;
    const parameterGroup = new CfnDBParameterGroup(this, 'ParameterGroup', {
      family: `postgres${database.engineVersion}`,
      description: `PostgreSQL ${database.engineVersion} of ${environment.name}`,
      parameters: databaseParameters,
    });
    parameterGroup.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `PostgreSQL of ${environment.name}`,
      allowAllOutbound: false,
    });
    this.securityGroup.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.properties = {
      engine: 'postgres',
      dbInstanceClass: `db.${database.instanceClass}`,
      dbSubnetGroupName: this.subnetGroupName,
      dbParameterGroupName: parameterGroup.ref,
      vpcSecurityGroups: [this.securityGroup.securityGroupId],
      publiclyAccessible: false,
      port: String(ports.database),
      storageType: 'gp3',
      caCertificateIdentifier: CaCertificate.RDS_CA_RSA2048_G1.toString(),
      // Logins are PostgreSQL's own: an IAM token opens at most 200 connections a second and ends after 15 minutes.
      enableIamDatabaseAuthentication: false,
      autoMinorVersionUpgrade: true,
      copyTagsToSnapshot: true,
      deletionProtection: database.deletionProtection.enabled,
      enableCloudwatchLogsExports: [...exportedLogs],
      // Database Insights shows top statements and waits from these samples; seven days of them are free.
      databaseInsightsMode: 'standard',
      enablePerformanceInsights: true,
      performanceInsightsRetentionPeriod: 7,
      performanceInsightsKmsKeyId: dataKey.keyArn,
    };
  }
}
