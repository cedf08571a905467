import { CfnOutput, type CfnResource, Fn, Stack, Tags } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService, type ISubnet, type IVpc, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';
import { ConfiguredAddresses, type SubnetGroup } from './configured-addresses';
import { DefaultSecurityGroupFunction } from './default-security-group';
import { FlowLogs } from './flow-logs';
import { NatGateways } from './nat-gateways';

export interface NetworkStackProps extends EnvironmentStackProps {
  readonly alarmTopic: ITopic;
}

/** Three kinds of subnet in each zone. Instances get no public address: NAT gateways and load balancers bring their own. */
const subnetConfiguration: { name: SubnetGroup; subnetType: SubnetType; mapPublicIpOnLaunch?: false }[] = [
  { name: 'public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
  { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
  { name: 'data', subnetType: SubnetType.PRIVATE_ISOLATED },
];

/**
 * The VPC. Its data subnets have no network ACL of their own: nothing routes to them from outside the VPC, and the
 * security groups made from `config/flows.ts` name who connects inside it. An ACL would repeat those ports without
 * connection state, open every return port, and be a second place to forget.
 */
export class NetworkStack extends Stack {
  readonly vpc: IVpc;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    const { name: environmentName, network, observability } = props.environment;

    const nat = new NatGateways(this, 'NatGateways', { network });
    const vpc = new Vpc(this, 'Vpc', {
      vpcName: environmentName,
      ipAddresses: new ConfiguredAddresses(network),
      availabilityZones: network.zones.map(({ name }) => name),
      subnetConfiguration,
      natGateways: nat.count,
      natGatewayProvider: nat.provider,
      restrictDefaultSecurityGroup: true,
    });
    nat.addAlarm({ environmentName, topic: props.alarmTopic });
    vpc.addGatewayEndpoint('S3', {
      service: GatewayVpcEndpointAwsService.S3,
      subnets: [{ subnetGroupName: 'private' }, { subnetGroupName: 'data' }],
    });
    new DefaultSecurityGroupFunction(this, 'DefaultSecurityGroupFunction', {
      vpc,
      logRetentionDays: observability.functionLogRetentionDays,
    });
    new FlowLogs(this, 'FlowLogs', { vpc, retentionDays: network.flowLogRetentionDays });
    tagForLoadBalancers(vpc);
    [...vpc.publicSubnets, ...vpc.privateSubnets, ...vpc.isolatedSubnets].forEach(acceptSpelledZone);
    this.vpc = vpc;

    new CfnOutput(this, 'VpcId', { value: vpc.vpcId });
    new CfnOutput(this, 'NatAddresses', {
      description: 'For customers’ allow lists',
      value: Fn.join(',', [...nat.addresses]),
    });
  }
}

/** How EKS finds the subnets of load balancers; the node class selects private subnets by the same tag. */
function tagForLoadBalancers(vpc: Vpc): void {
  const tag = (subnets: readonly ISubnet[], key: string): void =>
    subnets.forEach((subnet) =>
      Tags.of(subnet).add(key, '1', { includeResourceTypes: ['AWS::EC2::Subnet'] }),
    );
  tag(vpc.publicSubnets, 'kubernetes.io/role/elb');
  tag(vpc.privateSubnets, 'kubernetes.io/role/internal-elb');
}

/** cfn-lint W3010 asks for `Fn::GetAZs`, which would move subnets when the account's list of zones changes. */
function acceptSpelledZone(subnet: ISubnet): void {
  (subnet.node.defaultChild as CfnResource).addMetadata('cfn-lint', { config: { ignore_checks: ['W3010'] } });
}
