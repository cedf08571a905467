import { paginateDescribeInstanceTypeOfferings } from '@aws-sdk/client-ec2';
import type { Answer, Check } from '../check';
import type { Subject } from '../subject';

/** Every pool can buy a node in every zone: volumes and pods are tied to zones. */
export const nodeTypes: Check = {
  name: 'node types',
  questions: (subject) =>
    Object.keys(subject.environment.cluster.pools).map(
      (name) => () => poolFaults(subject, name as keyof Subject['environment']['cluster']['pools']),
    ),
};

async function poolFaults(
  { aws, region, environment }: Subject,
  name: keyof Subject['environment']['cluster']['pools'],
): Promise<Answer> {
  const { instanceFamilies, instanceSizes } = environment.cluster.pools[name];
  const types = instanceFamilies.flatMap((family) => instanceSizes.map((size) => `${family}.${size}`));
  const zonesWithNodes = new Set<string | undefined>();
  const pages = paginateDescribeInstanceTypeOfferings(
    { client: aws.of('ec2', region) },
    { LocationType: 'availability-zone', Filters: [{ Name: 'instance-type', Values: types }] },
  );
  for await (const { InstanceTypeOfferings = [] } of pages) {
    for (const { Location } of InstanceTypeOfferings) zonesWithNodes.add(Location);
  }
  return environment.network.zones
    .filter((zone) => !zonesWithNodes.has(zone.name))
    .map((zone) => ({
      severity: 'fails',
      what: `Zone ${zone.name} offers none of the pool ${name}'s types (${types.join(', ')})`,
      why: 'pods that are spread over the zones stay pending',
      command: `aws ec2 describe-instance-type-offerings --region ${region} --location-type availability-zone --filters Name=location,Values=${zone.name}`,
    }));
}
