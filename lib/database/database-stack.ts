import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { DatabaseLogin } from '../../config/contract';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { RecoveryRegionStack } from '../recovery/recovery-region-stack';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';
import { DatabaseAlarms } from './database-alarms';
import { DatabaseInstance } from './database-instance';
import { EncryptionKeySecret } from './encryption-key-secret';
import { InstanceSettings } from './instance-settings';
import { LoginRotation } from './login-rotation';
import { LoginSecrets } from './login-secrets';
import { ReadReplica } from './read-replica';

export interface DatabaseStackProps extends EnvironmentStackProps {
  readonly vpc: IVpc;
  readonly dataKey: IKey;
  readonly alarmTopic: ITopic;
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/** PostgreSQL with its replicas, the logins of everything that connects, and the key that encrypts what is in it. */
export class DatabaseStack extends Stack {
  readonly host: string;
  /** The first read replica's; null: there is none. */
  readonly readerHost: string | null;
  readonly instanceArn: string;
  /** The data subnets, where a test of a backup restores, too. */
  readonly subnetGroupName: string;
  /** Lets only the rotation function in; the cluster adds the rules of the flow table. */
  readonly securityGroup: ISecurityGroup;
  readonly logins: Readonly<Record<DatabaseLogin, ISecret>>;
  readonly encryptionKey: ISecret;

  constructor(scope: Construct, id: string, props: DatabaseStackProps) {
    super(scope, id, props);
    const { environment, vpc, dataKey, alarmTopic, recoveryRegion } = props;
    const settings = new InstanceSettings(this, 'Settings', { environment, vpc, dataKey });
    const { securityGroup } = settings;
    const instance = new DatabaseInstance(this, 'Instance', {
      environment,
      settings,
      dataKey,
      recoveryRegion,
    });
    const replicas = Array.from(
      { length: environment.database.readReplicas },
      (_, index) =>
        new ReadReplica(this, `Reader${index + 1}`, {
          environment,
          settings,
          source: instance,
          number: index + 1,
        }),
    );
    const logins = new LoginSecrets(this, 'Logins', { environment, dataKey, recoveryRegion });
    new LoginRotation(this, 'Rotation', {
      environment,
      vpc,
      dataKey,
      instance,
      securityGroup,
      logins,
      alarmTopic,
      recoveryRegion,
    });
    new DatabaseAlarms(this, 'Alarms', { environment, instance, replicas, topic: alarmTopic });

    this.host = instance.host;
    this.readerHost = replicas[0]?.host ?? null;
    this.instanceArn = instance.arn;
    this.subnetGroupName = settings.subnetGroupName;
    this.securityGroup = securityGroup;
    this.logins = logins.byLogin;
    this.encryptionKey = new EncryptionKeySecret(this, 'EncryptionKey', {
      environment,
      dataKey,
      recoveryRegion,
    }).secret;

    new CfnOutput(this, 'Host', { value: this.host });
    new CfnOutput(this, 'InstanceIdentifier', { value: instance.identifier });
  }
}
