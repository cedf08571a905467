import { inEach, listOf, resourcesOfTypes } from '../stack-resources';
import type { Json, Law } from '../tree';

const anywhere = ['0.0.0.0/0', '::/0'];
const publicAccessBlock = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
];

/** Stores answer inside the VPC only. */
export const storesArePrivate: Law = (tree) => [
  ...inEach(tree, 'AWS::RDS::DBInstance', ({ PubliclyAccessible }) =>
    PubliclyAccessible === false ? [] : ['PubliclyAccessible is not false'],
  ),
  ...inEach(tree, 'AWS::S3::Bucket', ({ PublicAccessBlockConfiguration }) =>
    publicAccessBlock
      .filter((field) => PublicAccessBlockConfiguration?.[field] !== true)
      .map((field) => `${field} is not true`),
  ),
  ...resourcesOfTypes(tree, 'AWS::ECR::PublicRepository').map(({ name }) => `${name}: a public repository`),
];

/** No security group lets the world in, and no subnet hands out public addresses by itself. */
export const networkIsClosed: Law = (tree) => [
  ...inEach(tree, 'AWS::EC2::SecurityGroup', ({ SecurityGroupIngress }) =>
    listOf(SecurityGroupIngress).flatMap(openRule),
  ),
  ...inEach(tree, 'AWS::EC2::SecurityGroupIngress', openRule),
  ...inEach(tree, 'AWS::EC2::Subnet', ({ MapPublicIpOnLaunch }) =>
    MapPublicIpOnLaunch === true ? ['MapPublicIpOnLaunch is on'] : [],
  ),
  ...inEach(tree, 'AWS::Lambda::Url', ({ AuthType }) => (AuthType === 'AWS_IAM' ? [] : ['answers anybody'])),
  ...inEach(tree, 'AWS::Lambda::Permission', ({ Principal, SourceArn, SourceAccount }) =>
    Principal === '*' && !SourceArn && !SourceAccount ? ['anybody may call the function'] : [],
  ),
];

/** The API server answers the configured blocks, nobody else. */
export const clusterEndpointIsNarrow: Law = (tree) =>
  inEach(tree, 'AWS::EKS::Cluster', ({ ResourcesVpcConfig = {} }) => {
    const { EndpointPublicAccess, EndpointPrivateAccess, PublicAccessCidrs = anywhere } = ResourcesVpcConfig;
    const configured = tree.environment.cluster.endpointAccessCidrs;
    const open: string[] = EndpointPublicAccess === false ? [] : PublicAccessCidrs;
    return [
      ...(EndpointPrivateAccess === true ? [] : ['the private endpoint is off']),
      ...open.filter((cidr) => anywhere.includes(cidr)).map((cidr) => `the endpoint is open to ${cidr}`),
      ...open
        .filter((cidr) => !configured.includes(cidr))
        .map((cidr) => `${cidr} is not in endpointAccessCidrs`),
      ...configured
        .filter((cidr) => !open.includes(cidr))
        .map((cidr) => `${cidr} of endpointAccessCidrs is not let in`),
    ];
  });

/** The data subnets have no way to the internet, in or out. */
export const dataSubnetsAreIsolated: Law = (tree) => {
  const dataBlocks = tree.environment.network.zones.map(({ dataCidr }) => dataCidr);
  const routed = resourcesOfTypes(tree, 'AWS::EC2::Route').map(
    ({ properties }) => properties.RouteTableId?.Ref,
  );
  return resourcesOfTypes(tree, 'AWS::EC2::Subnet')
    .filter(({ properties }) => dataBlocks.includes(properties.CidrBlock))
    .filter((subnet) =>
      resourcesOfTypes(tree, 'AWS::EC2::SubnetRouteTableAssociation').some(
        ({ stack, properties }) =>
          stack === subnet.stack &&
          properties.SubnetId?.Ref === subnet.id &&
          routed.includes(properties.RouteTableId?.Ref),
      ),
    )
    .map(({ name }) => `${name}: a data subnet with a route out of the VPC`);
};

const openRule = ({ CidrIp, CidrIpv6, FromPort }: Json): string[] =>
  [CidrIp, CidrIpv6]
    .filter((cidr) => anywhere.includes(cidr))
    .map((cidr) => `port ${FromPort} is open to ${cidr}`);
