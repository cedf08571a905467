import { type Contradiction, type Draft, inProduction } from './contradiction';

export const networkContradictions: readonly Contradiction[] = [
  inProduction('recovers into its own region', (d) => (d.recoveryRegion = 'us-east-1'), ['recoveryRegion']),
  inProduction('a zone of another region', (d) => (d.network.zones[1].name = 'us-west-2b'), [
    'network.zones[1].name',
  ]),
  inProduction('a zone twice', (d) => (d.network.zones[2].name = 'us-east-1a'), ['network.zones[2].name']),
  inProduction('a private subnet for 100 pods', (d) => (d.network.zones[0].privateCidr = '10.0.32.0/25'), [
    'network.zones[0].privateCidr',
  ]),
  inProduction('a data subnet of 8 addresses', (d) => (d.network.zones[0].dataCidr = '10.0.4.0/29'), [
    'network.zones[0].dataCidr',
  ]),
  inProduction('a subnet outside the VPC', (d) => (d.network.zones[2].dataCidr = '10.9.0.0/24'), [
    'network.zones[2].dataCidr',
  ]),
  inProduction('two subnets that overlap', (d) => (d.network.zones[1].dataCidr = '10.0.4.128/25'), [
    'network.zones[1].dataCidr',
  ]),
  inProduction('a VPC that another environment has', (d) => useVpc(d, '10.2'), ['network.vpcCidr']),
  inProduction('a VPC over the Services', (d) => useVpc(d, '172.20'), ['network.vpcCidr']),
  inProduction('a VPC of public addresses', (d) => useVpc(d, '52.10'), ['network.vpcCidr']),
  inProduction('a VPC larger than AWS makes', (d) => (d.network.vpcCidr = '10.0.0.0/8'), [
    'network.vpcCidr',
    'network.vpcCidr',
    'network.vpcCidr',
    'network.vpcCidr',
    'network.vpcCidr',
  ]),
];

function useVpc(draft: Draft, start: string): void {
  const moved = (cidr: string): string => cidr.replace(/^10\.0/, start);
  draft.network.vpcCidr = moved(draft.network.vpcCidr);
  for (const zone of draft.network.zones) {
    zone.publicCidr = moved(zone.publicCidr);
    zone.privateCidr = moved(zone.privateCidr);
    zone.dataCidr = moved(zone.dataCidr);
  }
}
