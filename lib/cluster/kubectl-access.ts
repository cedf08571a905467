import { KubectlV36Layer } from '@aws-cdk/lambda-layer-kubectl-v36';
import { Stack, Validations } from 'aws-cdk-lib';
import { type IVpc, Port, SecurityGroup, Peer } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import { AwsCliLayer } from 'aws-cdk-lib/lambda-layer-awscli';
import { Construct } from 'constructs';

export interface KubectlAccessProps {
  readonly vpc: IVpc;
  readonly clusterName: string;
}

/**
 * What the deploy's functions share: the programs `kubectl` and `aws`, one role, which the cluster makes its
 * administrator, and a security group that reaches HTTPS alone.
 */
export class KubectlAccess extends Construct {
  readonly kubectlLayer: ILayerVersion;
  readonly awscliLayer: ILayerVersion;
  readonly role: Role;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: KubectlAccessProps) {
    super(scope, id);
    this.kubectlLayer = new KubectlV36Layer(this, 'KubectlLayer');
    this.awscliLayer = new AwsCliLayer(this, 'AwsCliLayer');
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'kubectl of the deploy',
      allowAllOutbound: false,
    });
    this.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'API server, AWS APIs');
    this.role = new Role(this, 'Role', {
      description: 'kubectl of the deploy',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole'),
      ],
      inlinePolicies: {
        DescribeCluster: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['eks:DescribeCluster'],
              resources: [
                Stack.of(this).formatArn({
                  service: 'eks',
                  resource: 'cluster',
                  resourceName: props.clusterName,
                }),
              ],
            }),
          ],
        }),
      },
    });
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]',
      reason:
        'Lambda refuses to place a function in a VPC whose role lacks these network-interface actions; none can be narrowed to interfaces that do not exist yet.',
    });
  }
}
