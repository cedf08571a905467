import { type CfnResource, type CustomResourceProviderBase, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Vpc } from 'aws-cdk-lib/aws-ec2';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface DefaultSecurityGroupFunctionProps {
  readonly vpc: Vpc;
  readonly logRetentionDays: RetentionDays;
}

/**
 * The function with which CDK takes the rules out of a VPC's default security group, which CloudFormation cannot. CDK
 * lets it write any log group, and the one that Lambda makes is kept for ever: here it has a log group of its own and
 * may write to that alone.
 */
export class DefaultSecurityGroupFunction extends Construct {
  constructor(scope: Construct, id: string, props: DefaultSecurityGroupFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const provider = Stack.of(this).node.findChild(
      'Custom::VpcRestrictDefaultSGCustomResourceProvider',
    ) as CustomResourceProviderBase;
    provider.addToRolePolicy({
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: logGroup.logGroupArn,
    });
    const role = provider.node.findChild('Role') as CfnResource;
    const handler = provider.node.findChild('Handler') as CfnResource;
    role.addPropertyDeletionOverride('ManagedPolicyArns');
    handler.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
    // cfn-lint W3005: the function names its role, so CDK's DependsOn says it a second time.
    handler.removeResourceDependency(role);
    props.vpc.node.findChild('RestrictDefaultSecurityGroupCustomResource').node.addDependency(logGroup);
  }
}
