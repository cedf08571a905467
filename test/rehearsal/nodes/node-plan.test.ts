import { blockContains, blocksOverlap } from '../../../config/cidr';
import { rehearsal } from '../../../config/environments/rehearsal';
import { outsideAddresses, vpcAddresses } from '../../../rehearsal/nodes/addresses';
import { nodePlans } from '../../../rehearsal/nodes/node-plan';

const plans = nodePlans(rehearsal);

test('nodes are labelled and tainted as their pools buy them', () => {
  expect(
    plans.map(({ name, labels, taints }) => [name, labels['karpenter.sh/capacity-type'], taints.length]),
  ).toEqual([
    ['general-us-east-1a', 'on-demand', 0],
    ['general-us-east-1b', 'on-demand', 0],
    ['workers-us-east-1c', 'spot', 1],
  ]);
});

test('nodes and pods have addresses of their zone’s private subnet', () => {
  for (const { name, address, podBlock } of plans) {
    const { privateCidr } = rehearsal.network.zones.find((zone) => name.endsWith(zone.name))!;
    expect([blockContains(privateCidr, `${address}/32`), blockContains(privateCidr, podBlock)]).toEqual([
      true,
      true,
    ]);
    expect(blocksOverlap(podBlock, `${address}/32`)).toBe(false);
  }
});

test('the database and the cache are in the data subnets, where policies expect them', () => {
  const { database, cache } = vpcAddresses(rehearsal.network);
  const data = rehearsal.network.zones.map(({ dataCidr }) => dataCidr);
  for (const address of [database, cache]) {
    expect(data.some((cidr) => blockContains(cidr, `${address}/32`))).toBe(true);
  }
});

test('the piece of the internet is outside of the VPC', () => {
  expect(blockContains(rehearsal.network.vpcCidr, `${outsideAddresses.internet}/32`)).toBe(false);
});
