import type { JsonObject } from '../../../../../ops/review/change';
import { dangers, kubernetesObject, ofResource, thing, whys } from '../verdict-of';
import { deployedObject } from '../../../../../ops/review/sides/deployed-objects';

const instance = 'AWS::RDS::DBInstance';
const group = 'AWS::ElastiCache::ReplicationGroup';
const withReplica = { AutomaticFailoverEnabled: true, NumCacheClusters: 2 };
const parameters = (values: JsonObject): JsonObject => ({ Family: 'postgres17', Parameters: values });

describe('the database', () => {
  dangers([
    [
      'a larger class',
      instance,
      { DBInstanceClass: 'db.m7g.large', MultiAZ: true },
      { DBInstanceClass: 'db.m7g.xlarge', MultiAZ: true },
      'downtime',
      'downtime',
    ],
    [
      'another major version',
      instance,
      { EngineVersion: '17' },
      { EngineVersion: '18' },
      'downtime',
      'downtime',
    ],
    ['no standby', instance, { MultiAZ: true }, { MultiAZ: false }, 'data-loss', 'restart'],
    ['less storage', instance, { AllocatedStorage: '200' }, { AllocatedStorage: '100' }, 'data-loss'],
    [
      'storage that grows less',
      instance,
      { MaxAllocatedStorage: 500 },
      { MaxAllocatedStorage: 300 },
      'capacity',
    ],
    ['storage that does not grow', instance, { MaxAllocatedStorage: 500 }, {}, 'capacity'],
    ['fewer operations', instance, { Iops: 12000 }, { Iops: 6000 }, 'capacity'],
    [
      'another maintenance window',
      instance,
      { PreferredMaintenanceWindow: 'sun:08:00-sun:09:00' },
      { PreferredMaintenanceWindow: 'mon:08:00-mon:09:00' },
      'restart',
      'restart',
    ],
  ]);

  const parameterGroup = 'AWS::RDS::DBParameterGroup';
  dangers([
    [
      'a parameter that needs a reboot',
      parameterGroup,
      parameters({ shared_preload_libraries: 'a' }),
      parameters({ shared_preload_libraries: 'a,b' }),
      'downtime',
      'downtime',
    ],
    [
      'a parameter that holds at once',
      parameterGroup,
      parameters({ log_min_duration_statement: '1000' }),
      parameters({ log_min_duration_statement: '500' }),
      'safe',
    ],
    [
      'TLS not asked for',
      parameterGroup,
      parameters({ 'rds.force_ssl': '1' }),
      parameters({ 'rds.force_ssl': '0' }),
      'exposure',
    ],
    [
      'statements in the logs',
      parameterGroup,
      parameters({ log_statement: 'none' }),
      parameters({ log_statement: 'all' }),
      'exposure',
    ],
    [
      'values in the logs',
      parameterGroup,
      parameters({ log_parameter_max_length: '0' }),
      parameters({ log_parameter_max_length: '-1' }),
      'exposure',
    ],
  ]);

  const pooler = [
    kubernetesObject('ConfigMap', 'pooler', {
      data: { 'pgbouncer.ini': '[pgbouncer]\ndefault_pool_size = 60\n' },
    }),
    kubernetesObject('Deployment', 'pooler', {
      spec: {
        replicas: 2,
        template: {
          spec: { containers: [{ name: 'p' }], volumes: [{ name: 'c', configMap: { name: 'pooler' } }] },
        },
      },
    }),
  ].map((one) => deployedObject('pooling', one));
  const side = (max: string) => ({
    name: 'a side',
    objects: pooler,
    resources: [thing('AWS::RDS::DBParameterGroup', parameters({ max_connections: max }))].filter(
      (one) => one !== null,
    ),
  });
  test('fewer connections than the poolers may open are too few', () => {
    expect(whys(side('200'), side('100'))).toContain('may open 120 connections');
  });
  test('fewer connections that are still enough are told as fewer alone', () => {
    expect(whys(side('200'), side('150'))).not.toContain('may open');
  });
});

describe('the cache', () => {
  dangers([
    [
      'a larger node with a replica',
      group,
      { ...withReplica, CacheNodeType: 'cache.m7g.large' },
      { ...withReplica, CacheNodeType: 'cache.m7g.xlarge' },
      'restart',
      'capacity',
    ],
    [
      'a larger node alone',
      group,
      { CacheNodeType: 'cache.m7g.large' },
      { CacheNodeType: 'cache.m7g.xlarge' },
      'downtime',
      'downtime',
    ],
    [
      'another version with a replica',
      group,
      { ...withReplica, EngineVersion: '8.0' },
      { ...withReplica, EngineVersion: '8.1' },
      'restart',
      'restart',
    ],
    [
      'no failover',
      group,
      { AutomaticFailoverEnabled: true },
      { AutomaticFailoverEnabled: false },
      'downtime',
    ],
    ['fewer nodes', group, { ...withReplica, NumCacheClusters: 3 }, withReplica, 'capacity'],
    [
      'a login that is new',
      'AWS::ElastiCache::UserGroup',
      { UserGroupId: 'g', Engine: 'valkey', UserIds: ['a'] },
      { UserGroupId: 'g', Engine: 'valkey', UserIds: ['a', 'b'] },
      'exposure',
      'downtime',
    ],
  ]);
});

describe('the cluster', () => {
  dangers([
    [
      'one version more',
      'AWS::EKS::Cluster',
      { Version: '1.35' },
      { Version: '1.36' },
      'restart',
      'downtime',
    ],
    [
      'two versions more',
      'AWS::EKS::Cluster',
      { Version: '1.34' },
      { Version: '1.36' },
      'downtime',
      'downtime',
    ],
    [
      'Auto Mode off',
      'AWS::EKS::Cluster',
      { ComputeConfig: { Enabled: true } },
      { ComputeConfig: { Enabled: false } },
      'downtime',
    ],
    [
      'settings of an add-on',
      'AWS::EKS::Addon',
      { ConfigurationValues: '{"a":1}' },
      { ConfigurationValues: '{"a":2}' },
      'restart',
      'restart',
    ],
    [
      'no private endpoint',
      'AWS::EKS::Cluster',
      { ResourcesVpcConfig: { EndpointPrivateAccess: true, EndpointPublicAccess: false } },
      { ResourcesVpcConfig: { EndpointPrivateAccess: false, EndpointPublicAccess: false } },
      'downtime',
    ],
  ]);
});

describe('the network', () => {
  const record = (Type: string, ...ResourceRecords: string[]): JsonObject => ({
    HostedZoneId: 'z',
    Name: 'a.b',
    Type,
    ResourceRecords,
  });
  dangers([
    [
      'a name that points elsewhere',
      'AWS::Route53::RecordSet',
      record('A', '192.0.2.1'),
      record('A', '192.0.2.2'),
      'downtime',
      'downtime',
    ],
    [
      'another authority',
      'AWS::Route53::RecordSet',
      record('CAA', '0 issue "a"'),
      record('CAA', '0 issue "a"', '0 issue "b"'),
      'exposure',
      'downtime',
    ],
    [
      'another time to live',
      'AWS::Route53::RecordSet',
      { ...record('A', '192.0.2.1'), TTL: '60' },
      { ...record('A', '192.0.2.1'), TTL: '300' },
      'safe',
    ],
    [
      'fewer zones',
      'AWS::RDS::DBSubnetGroup',
      { SubnetIds: ['a', 'b', 'c'] },
      { SubnetIds: ['a', 'b'] },
      'capacity',
    ],
    [
      'another NAT gateway',
      'AWS::EC2::Route',
      { RouteTableId: 't', DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'a' },
      { RouteTableId: 't', DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'b' },
      'restart',
      'restart',
    ],
    [
      'no names in the network',
      'AWS::EC2::VPC',
      { EnableDnsSupport: true },
      { EnableDnsSupport: false },
      'downtime',
    ],
  ]);
});

test('a subnet in another zone cannot have the block that the old one still has', () => {
  const subnet = (AvailabilityZone: string, CidrBlock: string) =>
    thing('AWS::EC2::Subnet', { VpcId: 'v', AvailabilityZone, CidrBlock });
  const found = (block: string) =>
    whys(
      { name: 'before', resources: [subnet('a', '10.0.0.0/24')!], objects: [] },
      { name: 'after', resources: [subnet('b', block)!], objects: [] },
    );
  expect([found('10.0.0.0/24'), found('10.0.9.0/24')].map((why) => why.includes('rolls back'))).toEqual([
    true,
    false,
  ]);
});

test('a change that no rule knows is safe', () => {
  expect(ofResource('AWS::Lambda::Function', { Description: 'a' }, { Description: 'b' })).toBe('safe');
});
