import { loadEnvironment } from '../../config/load';
import { production } from '../../config/environments/production';
import { ConfiguredAddresses } from '../../lib/network/configured-addresses';
import { type Json, resourcesOfType, stackTemplate, type Template } from '../support/synthesized';

const tagsOf = (properties: Json): Record<string, string> =>
  Object.fromEntries(properties.Tags.map(({ Key, Value }: Json) => [Key, Value]));

const groupOf = (properties: Json): string => tagsOf(properties)['aws-cdk:subnet-name']!;

/** `public 10.0.0.0/24 us-east-1a` of each subnet. */
const subnets = (template: Template): string[] =>
  resourcesOfType(template, 'AWS::EC2::Subnet').map(
    ({ properties }) => `${groupOf(properties)} ${properties.CidrBlock} ${properties.AvailabilityZone}`,
  );

const natGateways = (template: Template) => resourcesOfType(template, 'AWS::EC2::NatGateway');

describe.each(['production', 'starter', 'recovery'])('%s', (name) => {
  const template = stackTemplate(name, 'network');
  const { network } = loadEnvironment(name);
  const subnetIds = (group: string): string[] =>
    resourcesOfType(template, 'AWS::EC2::Subnet')
      .filter(({ properties }) => groupOf(properties) === group)
      .map(({ id }) => id);
  const routeTables = (group: string): string[] =>
    resourcesOfType(template, 'AWS::EC2::SubnetRouteTableAssociation')
      .filter(({ properties }) => subnetIds(group).includes(properties.SubnetId.Ref))
      .map(({ properties }) => properties.RouteTableId.Ref);
  const only = (type: string): Json => {
    const found = resourcesOfType(template, type);
    expect(found).toHaveLength(1);
    return found[0]!.properties;
  };

  test('the VPC has the configured block', () => {
    expect(only('AWS::EC2::VPC').CidrBlock).toBe(network.vpcCidr);
  });

  test('the subnets have the configured blocks and zones', () => {
    expect(subnets(template).sort()).toEqual(
      network.zones
        .flatMap((zone) => [
          `public ${zone.publicCidr} ${zone.name}`,
          `private ${zone.privateCidr} ${zone.name}`,
          `data ${zone.dataCidr} ${zone.name}`,
        ])
        .sort(),
    );
  });

  test('no subnet gives instances a public address', () => {
    const given = resourcesOfType(template, 'AWS::EC2::Subnet').map(
      ({ properties }) => properties.MapPublicIpOnLaunch,
    );
    expect(new Set(given)).toEqual(new Set([false]));
  });

  test.each([
    ['public', 'kubernetes.io/role/elb'],
    ['private', 'kubernetes.io/role/internal-elb'],
  ])('EKS finds the %s subnets by %s, and no others', (group, tag) => {
    const tagged = resourcesOfType(template, 'AWS::EC2::Subnet').filter(
      ({ properties }) => tagsOf(properties)[tag] === '1',
    );
    expect(tagged.map(({ id }) => id)).toEqual(subnetIds(group));
  });

  test('every private subnet leaves through a NAT gateway', () => {
    const throughNat = resourcesOfType(template, 'AWS::EC2::Route')
      .filter(({ properties }) => properties.NatGatewayId)
      .map(({ properties }) => properties.RouteTableId.Ref);
    expect(throughNat).toEqual(routeTables('private'));
  });

  test('S3 is reached without NAT from the private and data subnets', () => {
    const tables = only('AWS::EC2::VPCEndpoint').RouteTableIds.map(({ Ref }: Json) => Ref);
    expect(tables).toEqual([...routeTables('private'), ...routeTables('data')]);
  });

  test('the addresses that customers allow-list outlive the stack', () => {
    const policies = resourcesOfType(template, 'AWS::EC2::EIP').map(
      ({ resource }) => resource.DeletionPolicy,
    );
    expect(policies).toEqual(natGateways(template).map(() => 'RetainExceptOnCreate'));
  });

  test('the addresses of all NAT gateways are an output', () => {
    const output = JSON.stringify(template.Outputs.NatAddresses.Value);
    const addresses = [...output.matchAll(/\["(\w+)","PublicIp"\]/g)].map(([, id]) => id);
    expect(addresses).toEqual(
      natGateways(template).map(({ properties }) => properties.AllocationId['Fn::GetAtt'][0]),
    );
  });

  test('the default security group of the VPC is emptied', () => {
    const [vpc] = resourcesOfType(template, 'AWS::EC2::VPC');
    expect(only('Custom::VpcRestrictDefaultSG').DefaultSecurityGroupId).toEqual({
      'Fn::GetAtt': [vpc!.id, 'DefaultSecurityGroup'],
    });
  });

  test('the function that empties it has no managed policy', () => {
    const managed = resourcesOfType(template, 'AWS::IAM::Role').filter(
      ({ properties }) => properties.ManagedPolicyArns,
    );
    expect(managed).toEqual([]);
  });

  test('all traffic is logged', () => {
    expect(only('AWS::EC2::FlowLog')).toMatchObject({ ResourceType: 'VPC', TrafficType: 'ALL' });
  });

  test('flow logs are kept as long as the config says', () => {
    const group = template.Resources[only('AWS::EC2::FlowLog').LogGroupName.Ref]!;
    expect(group.Properties.RetentionInDays).toBe(network.flowLogRetentionDays);
  });

  test('the alarm watches every NAT gateway', () => {
    const watched = only('AWS::CloudWatch::Alarm')
      .Metrics.filter(({ MetricStat }: Json) => MetricStat)
      .map(({ MetricStat }: Json) => MetricStat.Metric.Dimensions[0].Value.Ref);
    expect(watched).toEqual(natGateways(template).map(({ id }) => id));
  });
});

test.each([
  ['production', 3],
  ['starter', 1],
  ['recovery', 3],
])('%s has %i NAT gateways', (environment, count) => {
  expect(natGateways(stackTemplate(environment, 'network'))).toHaveLength(count);
});

test('a subnet without a configured block is refused', () => {
  const addresses = new ConfiguredAddresses(production.network);
  const subnet = {
    availabilityZone: 'us-east-1f',
    configuration: { name: 'public' } as Json,
    subnetConstructId: 'x',
  };
  expect(() => addresses.allocateSubnetsCidr({ vpcCidr: '10.0.0.0/16', requestedSubnets: [subnet] })).toThrow(
    'no block is configured for public in us-east-1f',
  );
});
