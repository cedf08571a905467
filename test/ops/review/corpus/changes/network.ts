import { property, renamed, without } from '../app-edits';
import { setting } from '../config-edits';
import type { LabelledChange } from '../labelled-change';
import { production } from '../../../../../config/environments/production';

const [zoneA, zoneB, zoneC] = production.network.zones;

export const networkChanges: readonly LabelledChange[] = [
  {
    name: 'one NAT gateway for all zones',
    environment: 'production',
    edit: { config: setting('network.natGateways', 'one') },
    expected: 'capacity',
    at: 'production-network/Vpc/publicSubnet2/NATGateway',
    why: 'A third of the ports to the internet, and the loss of one zone now cuts all of them off; the address that stays is on customers’ allow lists.',
  },
  {
    name: 'private subnet with another block',
    environment: 'production',
    edit: {
      config: setting('network.zones', [zoneA!, zoneB!, { ...zoneC!, privateCidr: '10.0.128.0/19' }]),
    },
    expected: 'downtime',
    at: 'production-network/Vpc/privateSubnet3/Subnet',
    why: 'A subnet’s CidrBlock is create-only: a new one is made and takes over the way to the NAT gateway, while the nodes and pods of that zone still stand in the old one. The policies that name the API server by the private subnets follow the block, which was nobody’s: nothing more is reachable. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html',
  },
  {
    name: 'private subnet with a larger block',
    environment: 'production',
    edit: {
      config: setting('network.zones', [zoneA!, zoneB!, { ...zoneC!, privateCidr: '10.0.128.0/18' }]),
    },
    expected: 'exposure',
    at: 'kubernetes/ingress/NetworkPolicy/ingress',
    why: 'The policies that name the API server by the private subnets get wider: twice as many addresses. Downtime besides, as for every new block.',
  },
  {
    name: 'subnet of the data with another block',
    environment: 'production',
    edit: {
      config: setting('network.zones', [zoneA!, zoneB!, { ...zoneC!, dataCidr: '10.0.7.0/24' }]),
    },
    expected: 'downtime',
    at: 'production-network/Vpc/dataSubnet3/Subnet',
    why: 'Create-only as well: database and cache stand in the old subnet, which AWS does not delete under them, and the policies lead pods to the new block, where neither is. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html',
  },
  {
    name: 'flow logs kept for a week',
    environment: 'production',
    edit: { config: setting('network.flowLogRetentionDays', 7) },
    expected: 'data-loss',
    at: 'production-network/FlowLogs/Logs',
    why: 'Retention cut: evidence of three weeks goes.',
  },
  {
    name: 'flow logs kept for three months',
    environment: 'production',
    edit: { config: setting('network.flowLogRetentionDays', 90) },
    expected: 'safe',
    why: 'Longer retention deletes nothing.',
  },
  {
    name: 'flow logs off',
    environment: 'production',
    edit: { stacks: without('production-network', 'FlowLogs/FlowLog') },
    expected: 'exposure',
    at: 'production-network/FlowLogs/FlowLog/FlowLog',
    why: 'Who talks to whom is no longer seen: an intruder leaves no trace in the network.',
  },
  {
    name: 'public address of a NAT gateway given away',
    environment: 'production',
    edit: { stacks: renamed('production-network', 'NatGateways/us-east-1a', 'AddressOfZoneA') },
    expected: 'downtime',
    at: 'production-network/NatGateways/us-east-1a',
    why: 'Customers allow-list the address: with a new one their systems refuse us, and AllocationId replaces the gateway besides.',
  },
  {
    name: 'way from the pods to the database taken away',
    environment: 'production',
    edit: { stacks: without('production-cluster', 'DataEdges/Database5432') },
    expected: 'downtime',
    at: 'production-cluster/DataEdges/Database5432',
    why: 'A narrower security group, but the flow table needs this rule: without it no request reaches the database.',
  },
  {
    name: 'description of a security group’s rule',
    environment: 'production',
    edit: {
      stacks: property('production-cluster', 'DataEdges/Database5432', 'Description', 'Pods of the cluster'),
    },
    expected: 'safe',
    frightening: true,
    why: 'Description of an ingress rule is updated without interruption. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html',
  },
];
