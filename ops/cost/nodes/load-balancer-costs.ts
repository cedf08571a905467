import { always, scaled } from '../columns';
import type { Charge } from '../cost-line';
import type { CostWorld } from '../resources/resource-rule';
import type { CostedObject } from './kubernetes-shapes';

/** A network load balancer, and where it faces the internet an address in every zone. */
export function loadBalancer(service: CostedObject, { hoursPerMonth, load, resources }: CostWorld): Charge[] {
  const scheme = service.metadata.annotations?.['service.beta.kubernetes.io/aws-load-balancer-scheme'];
  const zones = resources.filter(
    ({ type, properties }) =>
      type === 'AWS::EC2::Subnet' &&
      properties.Tags?.some(({ Key }: { Key: string }) => Key === 'kubernetes.io/role/elb'),
  ).length;
  return [
    { item: 'network load balancer', priceId: 'nlb.hour', quantity: always(hoursPerMonth) },
    // A unit is a GB an hour: what leaves, and as much again for what comes in.
    { item: 'load balancer units', priceId: 'nlb.lcu', quantity: scaled(load.egressGib(), 2) },
    ...(scheme === 'internet-facing'
      ? [
          {
            item: "load balancer's public IPv4 addresses",
            priceId: 'ipv4.hour',
            quantity: always(Math.max(1, zones) * hoursPerMonth),
          },
        ]
      : []),
  ];
}
