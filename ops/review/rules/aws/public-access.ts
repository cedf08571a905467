import { rangesOf, uncovered } from '../reading/address-ranges';
import { at, type Found, isTrue, listAt } from '../reading/values';
import { becomes, type Setting, settingsRule, switchedOff, switchedOffByName, switchedOn } from './setting';
import type { AwsRule } from '../rule';
import type { Assessment } from '../../change';

const blockings = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
] as const;

/** What makes something reachable from the internet. */
export const publicAccessSettings: readonly Setting[] = [
  {
    type: 'AWS::RDS::DBInstance',
    path: ['PubliclyAccessible'],
    worse: switchedOn,
    risk: 'exposure',
    why: 'The database gets a public address.',
    instead: 'Keep it private, and connect through a session in the cluster.',
  },
  ...blockings.map((name): Setting => ({
    type: 'AWS::S3::Bucket',
    path: ['PublicAccessBlockConfiguration', name],
    worse: switchedOff,
    risk: 'exposure',
    why: `${name} is off: the bucket’s objects can be made public.`,
    instead: 'Keep all four blocks on, and give single objects out by signed URLs.',
  })),
  {
    type: 'AWS::S3::Bucket',
    path: ['AccessControl'],
    worse: (_, after) => typeof after === 'string' && after.startsWith('Public'),
    risk: 'exposure',
    why: 'Everyone can read the bucket.',
  },
  {
    type: 'AWS::EC2::Subnet',
    path: ['MapPublicIpOnLaunch'],
    worse: switchedOn,
    risk: 'exposure',
    why: 'What starts in the subnet gets a public address.',
  },
  {
    type: 'AWS::EKS::Cluster',
    path: ['ResourcesVpcConfig', 'EndpointPrivateAccess'],
    worse: switchedOff,
    risk: 'downtime',
    why: 'Nodes and the deploy reach the Kubernetes API no more from inside the network.',
  },
  {
    type: 'AWS::EKS::Cluster',
    path: ['AccessConfig', 'BootstrapClusterCreatorAdminPermissions'],
    // EKS grants it where nothing is said.
    worse: (before, after) => before === false && after !== false,
    risk: 'exposure',
    why: 'Whoever created the cluster becomes its administrator.',
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    path: ['Scheme'],
    worse: (before, after) => before === 'internal' && after !== 'internal',
    risk: 'exposure',
    why: 'The load balancer gets public addresses.',
  },
  {
    type: 'AWS::Lambda::Url',
    path: ['AuthType'],
    worse: becomes('NONE'),
    risk: 'exposure',
    why: 'Everyone on the internet can call the function.',
  },
  {
    type: 'AWS::ECR::Repository',
    path: ['ImageTagMutability'],
    worse: (before, after) => before === 'IMMUTABLE' && after !== 'IMMUTABLE',
    risk: 'exposure',
    why: 'An image can be replaced under the tag that is deployed.',
  },
  {
    type: 'AWS::ECR::Repository',
    path: ['ImageScanningConfiguration', 'ScanOnPush'],
    worse: switchedOff,
    risk: 'exposure',
    why: 'Images are deployed without a look for known holes.',
  },
  {
    type: 'AWS::RDS::DBInstance',
    path: ['ManageMasterUserPassword'],
    worse: switchedOffByName,
    risk: 'exposure',
    why: 'RDS no longer keeps and rotates the master user’s password.',
  },
];

/** EKS's public endpoint admits everyone where no block is named. */
function publicBlocks(body: Found): readonly string[] {
  const network = at(body, 'Properties', 'ResourcesVpcConfig');
  // EKS opens the endpoint where nothing is said.
  const isPublic = at(network, 'EndpointPublicAccess') ?? true;
  if (!isTrue(isPublic)) return [];
  const blocks = listAt(network, 'PublicAccessCidrs').filter(
    (block): block is string => typeof block === 'string',
  );
  return blocks.length > 0 ? blocks : ['0.0.0.0/0'];
}

const clusterEndpoint: AwsRule = ({ before, after }) => {
  if (after?.type !== 'AWS::EKS::Cluster') return [];
  const known = before ? rangesOf(publicBlocks(before.body)) : [];
  const more = publicBlocks(after.body).filter((block) => uncovered(rangesOf([block]), known).length > 0);
  if (more.length === 0) return [];
  return [
    {
      risk: 'exposure',
      why: `The Kubernetes API answers on the internet to ${more.join(', ')}.`,
      instead: 'Keep the endpoint private, or name the single addresses that need it.',
    },
  ];
};

/** Something new that is public from its first day. */
const added: AwsRule = ({ what, after }) => {
  if (what !== 'added' || !after) return [];
  const on = (...path: readonly string[]): boolean => isTrue(at(after.body, 'Properties', ...path));
  const faults: Readonly<Record<string, readonly [boolean, string]>> = {
    'AWS::RDS::DBInstance': [on('PubliclyAccessible'), 'The new database has a public address.'],
    'AWS::Lambda::Url': [
      at(after.body, 'Properties', 'AuthType') === 'NONE',
      'Everyone on the internet can call the function.',
    ],
    'AWS::S3::Bucket': [
      !blockings.every((name) => on('PublicAccessBlockConfiguration', name)),
      'The new bucket does not block public access.',
    ],
    'AWS::ElasticLoadBalancingV2::LoadBalancer': [
      at(after.body, 'Properties', 'Scheme') !== 'internal',
      'The new load balancer has public addresses.',
    ],
  };
  const [isPublic, why] = faults[after.type] ?? [false, ''];
  return isPublic ? [{ risk: 'exposure', why } satisfies Assessment] : [];
};

/** Routes between subnets and the internet. */
const routes: AwsRule = ({ before, after }) => {
  if (after?.type !== 'AWS::EC2::Route' || !isOutbound(after.body)) return [];
  const hadGateway = before !== null && at(before.body, 'Properties', 'GatewayId') !== undefined;
  if (at(after.body, 'Properties', 'GatewayId') !== undefined && !hadGateway) {
    return before
      ? [
          {
            risk: 'exposure',
            why: 'The subnets of this route table are public now: their hosts can be reached from the internet.',
          },
        ]
      : [];
  }
  return [];
};

const isOutbound = (body: Found): boolean =>
  ['0.0.0.0/0', '::/0'].includes(
    String(
      at(body, 'Properties', 'DestinationCidrBlock') ?? at(body, 'Properties', 'DestinationIpv6CidrBlock'),
    ),
  );

/** Everything that opens a way from the internet. */
export const publicAccess: AwsRule = (change, world) => [
  ...settingsRule(publicAccessSettings)(change, world),
  ...clusterEndpoint(change, world),
  ...added(change, world),
  ...routes(change, world),
];
