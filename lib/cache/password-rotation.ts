import { join } from 'node:path';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ports } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { BundledFunction } from '../functions/bundled-function';
import { RunbookAlarm } from '../observability/runbook-alarm';
import type { RecoveryRegionStack } from '../recovery/recovery-region-stack';
import type { ReplicationGroup } from './replication-group';
import type { RotationVariables } from './rotation/handler';

export interface PasswordRotationProps {
  readonly environment: Environment;
  readonly name: string;
  readonly vpc: IVpc;
  readonly dataKey: IKey;
  /** The replication group's. */
  readonly securityGroup: ISecurityGroup;
  readonly replicationGroup: ReplicationGroup;
  readonly secret: ISecret;
  readonly userId: string;
  readonly alarmTopic: ITopic;
  readonly recoveryRegion: RecoveryRegionStack | null;
}

/**
 * Changes the login's password every `credentialRotationDays`. A user holds two passwords, so clients keep working with
 * the one that they know until the next rotation.
 */
export class PasswordRotation extends Construct {
  constructor(scope: Construct, id: string, props: PasswordRotationProps) {
    super(scope, id);
    const { environment, secret, userId } = props;
    const variables: RotationVariables = {
      CACHE_HOST: props.replicationGroup.primaryHost,
      CACHE_PORT: String(ports.cache),
      CACHE_USER_ID: userId,
    };
    const rotation = new BundledFunction(this, 'Function', {
      entry: join(__dirname, 'rotation', 'handler.ts'),
      description: `Rotates the password of Valkey user ${userId}`,
      // Changing a user on all nodes takes minutes.
      timeout: Duration.minutes(15),
      logRetention: environment.observability.functionLogRetentionDays,
      environment: { ...variables },
      network: { vpc: props.vpc, securityGroup: this.securityGroup(props) },
    }).function;
    this.allowRotation(rotation, props);
    const mayInvoke = new CfnPermission(this, 'MayInvoke', {
      action: 'lambda:InvokeFunction',
      functionName: rotation.functionArn,
      principal: 'secretsmanager.amazonaws.com',
      sourceArn: secret.secretArn,
    });

    const schedule = new CfnRotationSchedule(this, 'Schedule', {
      secretId: secret.secretArn,
      rotationLambdaArn: rotation.functionArn,
      rotationRules: { automaticallyAfterDays: environment.cache.credentialRotationDays },
      rotateImmediatelyOnUpdate: false,
    });
    schedule.node.addDependency(mayInvoke, props.replicationGroup);
    new RunbookAlarm(this, 'cache-rotation-failed', {
      environmentName: `${environment.name}-${props.name}`,
      consequence: 'The cache password was not rotated; clients still work with the one they have.',
      metric: rotation.metricErrors({ statistic: 'Sum', period: Duration.hours(1) }),
      threshold: 0,
      badWhen: 'above',
      periods: 1,
      // The function runs once in a rotation; between two, silence is right.
      missingData: 'good',
      topic: props.alarmTopic,
    });
  }

  /** Reaches the replication group and the AWS APIs, and nothing else. */
  private securityGroup({ vpc, securityGroup, environment, name }: PasswordRotationProps): ISecurityGroup {
    const rotation = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Password rotation of Valkey of ${environment.name}: ${name}`,
      allowAllOutbound: false,
    });
    rotation.addEgressRule(Peer.anyIpv4(), Port.tcp(ports.https), 'Secrets Manager and ElastiCache APIs');
    rotation.addEgressRule(securityGroup, Port.tcp(ports.cache), 'tries the new password');
    securityGroup.addIngressRule(rotation, Port.tcp(ports.cache), 'password rotation');
    return rotation;
  }

  private allowRotation(rotation: LambdaFunction, props: PasswordRotationProps): void {
    const { secret, recoveryRegion } = props;
    const stack = Stack.of(this);
    const actions = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'];
    rotation.addToRolePolicy(
      new PolicyStatement({
        actions: actions.map((action) => `secretsmanager:${action}`),
        resources: [secret.secretArn],
      }),
    );
    rotation.addToRolePolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
        // Secrets Manager encrypts the copy in the other region in the name of whoever wrote the new value.
        resources: [props.dataKey.keyArn, ...(recoveryRegion ? [recoveryRegion.dataKeyArn] : [])],
        conditions: { StringLike: { 'kms:ViaService': 'secretsmanager.*.amazonaws.com' } },
      }),
    );
    rotation.addToRolePolicy(
      new PolicyStatement({
        actions: ['elasticache:DescribeUsers', 'elasticache:ModifyUser'],
        resources: [
          stack.formatArn({
            service: 'elasticache',
            resource: 'user',
            resourceName: props.userId,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ],
      }),
    );
  }
}
