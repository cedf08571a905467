import {
  DescribeAddressesCommand,
  type Instance,
  type NetworkInterface,
  paginateDescribeInstances,
  paginateDescribeNetworkInterfaces,
  paginateDescribeVpcs,
  type Tag,
  type Vpc,
} from '@aws-sdk/client-ec2';
import { environmentTag } from '../../../config/contract';
import type { Subject } from '../subject';

/** What a quota counts: what stands there without this environment, and what this environment takes at most. */
export interface Usage {
  readonly others: number;
  readonly needed: number;
}

type Asked = Pick<Subject, 'aws' | 'region' | 'environment' | 'needs'>;
type Market = 'on-demand' | 'spot';

const belongsTo = ({ environment }: Asked, tags: readonly Tag[] = []): boolean =>
  tags.some(({ Key, Value }) => Key === environmentTag && Value === environment.name);

/** Addresses of NAT gateways. A load balancer's own are AWS's and count for nobody. */
export async function addressUsage(asked: Asked): Promise<Usage> {
  const answer = await asked.aws.of('ec2', asked.region).send(new DescribeAddressesCommand({}));
  const others = (answer.Addresses ?? []).filter(({ Tags }) => !belongsTo(asked, Tags));
  return { others: others.length, needed: asked.needs.elasticAddresses };
}

export async function vpcUsage(asked: Asked): Promise<Usage> {
  const others = (await vpcsOf(asked)).filter(({ Tags }) => !belongsTo(asked, Tags));
  return { others: others.length, needed: 1 };
}

/**
 * Network load balancers, counted by their network interfaces (one a zone, with the balancer's name in the
 * description): an answer of EC2's, which is asked for the rest, too. The cluster makes one.
 */
export async function loadBalancerUsage(asked: Asked): Promise<Usage> {
  const own = (await vpcsOf(asked)).filter(({ Tags }) => belongsTo(asked, Tags)).map(({ VpcId }) => VpcId);
  const interfaces: NetworkInterface[] = [];
  const pages = paginateDescribeNetworkInterfaces(
    { client: asked.aws.of('ec2', asked.region) },
    { Filters: [{ Name: 'interface-type', Values: ['network_load_balancer'] }] },
  );
  for await (const page of pages) interfaces.push(...(page.NetworkInterfaces ?? []));
  const others = interfaces.filter(({ VpcId }) => !own.includes(VpcId));
  return { others: new Set(others.map(({ Description }) => Description)).size, needed: 1 };
}

/** Families that share the quota of standard instances. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html */
const standardFamily = /^(a|c|d|h|i|im|is|m|r|t|z)\d/;

/** vCPUs of standard instances that run, and those that the node pools of this market may buy. */
export async function vcpuUsage(asked: Asked, market: Market): Promise<Usage> {
  const instances: Instance[] = [];
  const pages = paginateDescribeInstances(
    { client: asked.aws.of('ec2', asked.region) },
    { Filters: [{ Name: 'instance-state-name', Values: ['pending', 'running'] }] },
  );
  for await (const { Reservations = [] } of pages) {
    instances.push(...Reservations.flatMap(({ Instances = [] }) => Instances));
  }
  const others = instances
    .filter(({ InstanceType = '' }) => standardFamily.test(InstanceType))
    .filter(({ InstanceLifecycle }) => (InstanceLifecycle === 'spot') === (market === 'spot'))
    .filter(({ Tags }) => !belongsTo(asked, Tags));
  const pools = Object.values(asked.environment.cluster.pools).filter(({ capacity }) => capacity === market);
  return {
    others: sum(
      others.map(({ CpuOptions }) => (CpuOptions?.CoreCount ?? 1) * (CpuOptions?.ThreadsPerCore ?? 1)),
    ),
    needed: sum(pools.map(({ vcpuLimit }) => vcpuLimit)),
  };
}

async function vpcsOf({ aws, region }: Asked): Promise<Vpc[]> {
  const vpcs: Vpc[] = [];
  for await (const page of paginateDescribeVpcs({ client: aws.of('ec2', region) }, {})) {
    vpcs.push(...(page.Vpcs ?? []));
  }
  return vpcs;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
