import type { JsonObject } from '../../../../../ops/review/change';
import { ofResource, ofResources, thing } from '../verdict-of';

const group = 'AWS::EC2::SecurityGroup';
const ingress = (...rules: JsonObject[]): JsonObject => ({
  GroupDescription: 'g',
  SecurityGroupIngress: rules,
  SecurityGroupEgress: [],
});
const tcp = (CidrIp: string, from = 443, to = from): JsonObject => ({
  IpProtocol: 'tcp',
  FromPort: from,
  ToPort: to,
  CidrIp,
});
const fromGroup = (id: string): JsonObject => ({
  IpProtocol: 'tcp',
  FromPort: 5432,
  ToPort: 5432,
  SourceSecurityGroupId: id,
});

describe('security groups', () => {
  test.each([
    ['a block around the old one', ingress(tcp('10.0.0.0/24')), ingress(tcp('10.0.0.0/16')), 'exposure'],
    ['a block inside the old one', ingress(tcp('10.0.0.0/16')), ingress(tcp('10.0.0.0/24')), 'safe'],
    [
      'two halves instead of the whole',
      ingress(tcp('10.0.0.0/16')),
      ingress(tcp('10.0.0.0/17'), tcp('10.0.128.0/17')),
      'safe',
    ],
    [
      'the whole instead of two halves',
      ingress(tcp('10.0.0.0/17'), tcp('10.0.128.0/17')),
      ingress(tcp('10.0.0.0/16')),
      'safe',
    ],
    ['the same block, written otherwise', ingress(tcp('10.0.5.9/16')), ingress(tcp('10.0.0.0/16')), 'safe'],
    ['more ports', ingress(tcp('10.0.0.0/16', 443)), ingress(tcp('10.0.0.0/16', 443, 8443)), 'exposure'],
    [
      'every protocol',
      ingress(tcp('10.0.0.0/16')),
      ingress({ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }),
      'exposure',
    ],
    ['another group', ingress(fromGroup('sg-1')), ingress(fromGroup('sg-1'), fromGroup('sg-2')), 'exposure'],
    [
      'IPv6 besides',
      ingress(tcp('10.0.0.0/16')),
      ingress(tcp('10.0.0.0/16'), { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '::/0' }),
      'exposure',
    ],
    [
      'a rule that is gone',
      ingress(fromGroup('sg-1'), fromGroup('sg-2')),
      ingress(fromGroup('sg-1')),
      'downtime',
    ],
    [
      'another order',
      ingress(fromGroup('sg-1'), fromGroup('sg-2')),
      ingress(fromGroup('sg-2'), fromGroup('sg-1')),
      'safe',
    ],
    [
      'all egress',
      { GroupDescription: 'g', SecurityGroupEgress: [tcp('10.0.0.0/16')] },
      { GroupDescription: 'g' },
      'exposure',
    ],
  ] as const)('%s', (_, before, after, risk) => {
    expect(ofResource(group, before, after)).toBe(risk);
  });

  const rule = 'AWS::EC2::SecurityGroupIngress';
  test('a rule for a group that was there opens it', () => {
    const old = thing(group, ingress(), 'Group');
    expect(
      ofResource(rule, null, { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, ...fromGroup('sg') }, [old]),
    ).toBe('exposure');
  });

  const added = (source: JsonObject) => [
    thing(group, ingress(), 'Group'),
    thing(rule, { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, ...source }),
  ];
  test('a rule for a group that is new opens nothing that was there', () => {
    expect(ofResources([], added(fromGroup('sg')))).toBe('safe');
  });

  test('a rule for everyone opens a new group too', () => {
    expect(ofResources([], added(tcp('0.0.0.0/0')))).toBe('exposure');
  });

  test('a rule goes with its group', () => {
    expect(ofResources(added(fromGroup('sg')), [])).not.toBe('exposure');
  });

  test('a database under another group is open to what that admits', () => {
    const under = (...VPCSecurityGroups: string[]) => ({ VPCSecurityGroups });
    expect(ofResource('AWS::RDS::DBInstance', under('a'), under('a', 'b'))).toBe('exposure');
  });
});
