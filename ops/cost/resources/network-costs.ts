import { always, metered, scaled } from '../columns';
import { countOf, type ResourceRule } from './resource-rule';

export const natGateway: ResourceRule = (_, world) => [
  { item: 'NAT gateway', priceId: 'nat.hour', quantity: always(world.hoursPerMonth) },
  {
    item: 'data through the NAT gateway',
    priceId: 'nat.gb',
    quantity: scaled(world.load.volume('natGib'), 1 / countOf('AWS::EC2::NatGateway', world)),
  },
];

export const publicAddress: ResourceRule = (_, { hoursPerMonth }) => [
  { item: 'public IPv4 address', priceId: 'ipv4.hour', quantity: always(hoursPerMonth) },
];

/** A GB that crosses zones is charged on both sides. */
export const vpc: ResourceRule = (_, { load }) => [
  { item: 'data between zones', priceId: 'dt.az', quantity: scaled(load.volume('crossZoneGib'), 2) },
];

export const internetGateway: ResourceRule = (_, { load }) => [
  { item: 'data to the internet', priceId: 'egress.first10tb', quantity: load.egressGib() },
];

/** Gateway endpoints (S3, DynamoDB) are free; each of the others costs in every zone. */
export const vpcEndpoint: ResourceRule = ({ properties }, world) =>
  properties.VpcEndpointType === 'Interface'
    ? [
        {
          item: 'interface endpoint',
          priceId: 'vpce.hour',
          quantity: always((properties.SubnetIds?.length ?? 1) * world.hoursPerMonth),
        },
        { item: 'data through the endpoint', priceId: 'vpce.gb', quantity: world.load.volume('natGib') },
      ]
    : [];

export const hostedZone: ResourceRule = (_, { load }) => [
  { item: 'hosted zone', priceId: 'r53.zone', quantity: always(1) },
  { item: 'DNS queries', priceId: 'r53.query1m', quantity: scaled(load.volume('dnsQueries'), 1e-6) },
];

/** Requests and duration, a second each; Lambda gives 128 MiB where the template says nothing. */
export const lambdaFunction: ResourceRule = ({ properties }, { load }) => {
  const calls = load.volume('functionCalls');
  const arm = properties.Architectures?.includes('arm64') ?? false;
  const gib = (properties.MemorySize ?? 128) / 1024;
  return [
    { item: 'calls of the function', priceId: 'lambda.request1m', quantity: scaled(calls, 1e-6) },
    {
      item: 'duration of the function, a second a call',
      priceId: arm ? 'lambda.gbs.arm' : 'lambda.gbs.x86',
      quantity: metered(calls.floor * gib, calls.typical * gib),
    },
  ];
};
