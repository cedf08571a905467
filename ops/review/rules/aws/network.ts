import type { Assessment } from '../../change';
import { at, isTrue, listAt, missingFrom, same, textAt } from '../reading/values';
import type { AwsRule } from '../rule';
import { settingsRule, switchedOffByName } from './setting';

const connections = settingsRule([
  ...['EnableDnsSupport', 'EnableDnsHostnames'].map((property) => ({
    type: 'AWS::EC2::VPC',
    path: [property],
    worse: switchedOffByName,
    risk: 'downtime' as const,
    why: 'Names of the network no longer resolve: pods do not find database, cache and AWS.',
  })),
  {
    type: 'AWS::KMS::Alias',
    path: ['TargetKeyId'],
    worse: () => true,
    risk: 'downtime',
    why: 'What uses the alias gets another key, which opens nothing that the old one encrypted.',
  },
]);

/** Subnets from which something is taken: it loses the room, and the safety, of a zone. */
const subnetLists: Readonly<Record<string, readonly string[]>> = {
  'AWS::RDS::DBSubnetGroup': ['SubnetIds'],
  'AWS::ElastiCache::SubnetGroup': ['SubnetIds'],
  'AWS::EKS::Cluster': ['ResourcesVpcConfig', 'SubnetIds'],
};

const subnets: AwsRule = ({ before, after }) => {
  const path = subnetLists[after?.type ?? ''];
  if (!before || !after || !path) return [];
  const [old, now] = [before, after].map(({ body }) => listAt(body, 'Properties', ...path));
  return (now?.length ?? 0) < (old?.length ?? 0) && missingFrom(old ?? [], now ?? []).length > 0
    ? [
        {
          risk: 'capacity',
          why: `It may use ${now?.length} subnets instead of ${old?.length}: fewer zones to fail over to.`,
        },
      ]
    : [];
};

/** CloudFormation makes the new subnet while the old one still has the block. */
const takenBlocks: AwsRule = ({ what, before, after, replacement }) =>
  before &&
  after?.type === 'AWS::EC2::Subnet' &&
  (what === 'moved' || replacement === 'will') &&
  same(at(before.body, 'Properties', 'CidrBlock'), at(after.body, 'Properties', 'CidrBlock'))
    ? [
        {
          risk: 'downtime',
          why: `The new subnet wants ${textAt(after.body, 'Properties', 'CidrBlock')}, which the old one has until it goes: the deploy fails and rolls back.`,
          instead: 'Give the new one a block of its own; move what stands in the old one before that goes.',
        },
      ]
    : [];

/** Another way out: connections through the old one break once. */
const routes: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== 'AWS::EC2::Route') return [];
  const targets = ['NatGatewayId', 'GatewayId', 'TransitGatewayId', 'VpcEndpointId', 'NetworkInterfaceId'];
  const isOther = targets.some(
    (target) => !same(at(before.body, 'Properties', target), at(after.body, 'Properties', target)),
  );
  return isOther
    ? [
        {
          risk: 'restart',
          why: 'Open connections to the outside break once and are made anew through the other gateway.',
        },
      ]
    : [];
};

/** Names that customers and mail servers ask for. */
const records: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== 'AWS::Route53::RecordSet') return [];
  const differs = ['ResourceRecords', 'AliasTarget', 'Type', 'Name'].some(
    (property) => !same(at(before.body, 'Properties', property), at(after.body, 'Properties', property)),
  );
  if (!differs) return [];
  return textAt(after.body, 'Properties', 'Type') === 'CAA'
    ? authorities(before.body, after.body)
    : [pointed];
};

const pointed: Assessment = {
  risk: 'downtime',
  why: 'The name points elsewhere; who has the old answer keeps it for the record’s time to live.',
  instead: 'Lower the time to live a day before, and keep the old target until it has run out.',
};

type Body = Parameters<typeof at>[0];

function authorities(before: Body, after: Body): Assessment[] {
  const [old, now] = [before, after].map((body) => listAt(body, 'Properties', 'ResourceRecords'));
  return [
    ...(missingFrom(now ?? [], old ?? []).length > 0
      ? [{ risk: 'exposure' as const, why: 'Another authority may issue certificates for the zone’s names.' }]
      : []),
    ...(missingFrom(old ?? [], now ?? []).length > 0
      ? [
          {
            risk: 'downtime' as const,
            why: 'An authority may no longer issue certificates; those in use run out within 90 days.',
          },
        ]
      : []),
  ];
}

/** A stack that is not protected any more can be deleted with all that is in it. */
const stacks: AwsRule = ({ before, after }) =>
  isTrue(at(before?.body, 'Properties', 'EnableTerminationProtection')) &&
  !isTrue(at(after?.body, 'Properties', 'EnableTerminationProtection'))
    ? [
        {
          risk: 'data-loss',
          why: after
            ? 'Without termination protection one command deletes the stack.'
            : 'A stack that holds state leaves the platform; nothing updates or protects it any more.',
        },
      ]
    : [];

/** Ways between things, and the names and stacks that hold them. */
export const network: AwsRule = (change, world) => [
  ...connections(change, world),
  ...subnets(change, world),
  ...takenBlocks(change, world),
  ...routes(change, world),
  ...records(change, world),
  ...stacks(change, world),
];
