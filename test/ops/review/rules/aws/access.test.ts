import type { JsonObject } from '../../../../../ops/review/change';
import { dangers, ofResource, ofResources, thing } from '../verdict-of';

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

const policy = (...Statement: JsonObject[]): JsonObject => ({
  PolicyName: 'p',
  Roles: ['role'],
  PolicyDocument: { Version: '2012-10-17', Statement },
});
const allow = (
  Action: string | string[],
  Resource: string | string[],
  rest: JsonObject = {},
): JsonObject => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...rest,
});
const bucketPolicy = (...Statement: JsonObject[]): JsonObject => ({
  Bucket: 'b',
  PolicyDocument: { Statement },
});
const denyHttp = {
  Effect: 'Deny',
  Action: 's3:*',
  Principal: '*',
  Resource: 'b/*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const trust = (Principal: JsonObject): JsonObject => ({
  AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }] },
});

describe('IAM', () => {
  test.each([
    [
      'one more action',
      policy(allow('s3:GetObject', 'b/*')),
      policy(allow(['s3:GetObject', 's3:PutObject'], 'b/*')),
      'exposure',
    ],
    [
      'one action less',
      policy(allow(['s3:GetObject', 's3:PutObject'], 'b/*')),
      policy(allow('s3:GetObject', 'b/*')),
      'safe',
    ],
    ['every action', policy(allow('s3:GetObject', 'b/*')), policy(allow('s3:*', 'b/*')), 'exposure'],
    [
      'an action inside a wildcard',
      policy(allow('s3:Get*', 'b/*')),
      policy(allow('s3:GetObject', 'b/*')),
      'safe',
    ],
    [
      'a wildcard is not inside another',
      policy(allow('s3:GetObject*', 'b/*')),
      policy(allow('s3:Get*', 'b/*')),
      'exposure',
    ],
    ['every resource', policy(allow('s3:GetObject', 'b/*')), policy(allow('s3:GetObject', '*')), 'exposure'],
    [
      'a resource inside a wildcard',
      policy(allow('s3:GetObject', 'b/*')),
      policy(allow('s3:GetObject', 'b/logs/*')),
      'safe',
    ],
    [
      'two statements instead of one',
      policy(allow(['s3:GetObject', 's3:PutObject'], 'b/*')),
      policy(allow('s3:PutObject', 'b/*'), allow('s3:GetObject', 'b/*')),
      'safe',
    ],
    [
      'a condition less',
      policy(allow('s3:GetObject', 'b/*', { Condition: { StringEquals: { a: 'x' } } })),
      policy(allow('s3:GetObject', 'b/*')),
      'exposure',
    ],
    [
      'a condition more',
      policy(allow('s3:GetObject', 'b/*')),
      policy(allow('s3:GetObject', 'b/*', { Condition: { StringEquals: { a: 'x' } } })),
      'safe',
    ],
    [
      'a looser condition',
      policy(allow('s3:GetObject', 'b/*', { Condition: { StringEquals: { a: ['x'] } } })),
      policy(allow('s3:GetObject', 'b/*', { Condition: { StringEquals: { a: ['x', 'y'] } } })),
      'exposure',
    ],
    [
      'everything but something',
      policy(allow('s3:GetObject', 'b/*')),
      policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
      'exposure',
    ],
    [
      'one more role',
      policy(allow('s3:GetObject', 'b/*')),
      { ...policy(allow('s3:GetObject', 'b/*')), Roles: ['role', 'other'] },
      'exposure',
    ],
  ] as const)('%s', (_, before, after, risk) => {
    expect(ofResource('AWS::IAM::Policy', before, after)).toBe(risk);
  });

  test('requests without TLS that are no longer refused', () => {
    const read = allow('s3:GetObject', 'b/*', { Principal: { AWS: 'role' } });
    expect(ofResource('AWS::S3::BucketPolicy', bucketPolicy(denyHttp, read), bucketPolicy(read))).toBe(
      'exposure',
    );
  });

  test('requests without TLS that are refused from now on', () => {
    const read = allow('s3:GetObject', 'b/*', { Principal: { AWS: 'role' } });
    expect(ofResource('AWS::S3::BucketPolicy', bucketPolicy(read), bucketPolicy(denyHttp, read))).toBe(
      'safe',
    );
  });

  test.each([
    [
      'another account',
      trust({ Service: 'lambda.amazonaws.com' }),
      trust({ AWS: 'arn:aws:iam::123456789012:root' }),
      'exposure',
    ],
    ['a managed policy', {}, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }, 'exposure'],
    ['a managed policy less', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }, {}, 'safe'],
    ['no boundary', { PermissionsBoundary: 'arn' }, {}, 'exposure'],
    [
      'an inline policy',
      {},
      { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [allow('s3:GetObject', 'b/*')] } }] },
      'exposure',
    ],
  ] as const)('a role with %s', (_, before, after, risk) => {
    expect(ofResource('AWS::IAM::Role', before, after)).toBe(risk);
  });

  const forRole = (...statements: JsonObject[]): JsonObject => ({
    ...policy(...statements),
    Roles: [{ Ref: 'Role' }],
  });
  const role = thing('AWS::IAM::Role', trust({ Service: 'pods.eks.amazonaws.com' }), 'Role');
  test('a new role with what it needs exposes nothing', () => {
    expect(ofResources([], [role, thing('AWS::IAM::Policy', forRole(allow('s3:GetObject', 'b/*')))])).toBe(
      'safe',
    );
  });

  test('a new role with everything does', () => {
    expect(ofResources([], [role, thing('AWS::IAM::Policy', forRole(allow('*', '*')))])).toBe('exposure');
  });

  test('a role that was there gets a policy', () => {
    expect(ofResource('AWS::IAM::Policy', null, forRole(allow('s3:GetObject', 'b/*')), [role])).toBe(
      'exposure',
    );
  });

  test('another administrator of the cluster', () => {
    expect(ofResource('AWS::EKS::AccessEntry', null, { ClusterName: 'c', PrincipalArn: 'somebody' })).toBe(
      'exposure',
    );
  });

  test('pods that act as another role', () => {
    const as = (RoleArn: string) => ({ ClusterName: 'c', Namespace: 'app', ServiceAccount: 'api', RoleArn });
    expect(ofResource('AWS::EKS::PodIdentityAssociation', as('a'), as('b'))).toBe('exposure');
  });

  test.each([
    ['anyone', { FunctionName: 'f', Principal: '*', Action: 'lambda:InvokeFunction' }, 'exposure'],
    [
      'a service for one secret that is new',
      { FunctionName: 'f', Principal: 's', Action: 'a', SourceArn: { Ref: 'Other' } },
      'safe',
    ],
  ])('a function that %s may call', (_, permission, risk) => {
    expect(ofResource('AWS::Lambda::Permission', null, permission)).toBe(risk);
  });
});

describe('public access', () => {
  dangers([
    [
      'database with a public address',
      'AWS::RDS::DBInstance',
      { PubliclyAccessible: false },
      { PubliclyAccessible: true },
      'exposure',
    ],
    [
      'bucket that does not block policies',
      'AWS::S3::Bucket',
      { PublicAccessBlockConfiguration: { BlockPublicPolicy: true } },
      { PublicAccessBlockConfiguration: { BlockPublicPolicy: false } },
      'exposure',
    ],
    [
      'bucket without any block',
      'AWS::S3::Bucket',
      { PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
      {},
      'exposure',
    ],
    ['public subnet', 'AWS::EC2::Subnet', {}, { MapPublicIpOnLaunch: true }, 'exposure'],
    [
      'mutable tags',
      'AWS::ECR::Repository',
      { ImageTagMutability: 'IMMUTABLE' },
      { ImageTagMutability: 'MUTABLE' },
      'exposure',
    ],
    [
      'unscanned images',
      'AWS::ECR::Repository',
      { ImageScanningConfiguration: { ScanOnPush: true } },
      {},
      'exposure',
    ],
  ]);

  const api = (EndpointPublicAccess: boolean, ...PublicAccessCidrs: string[]): JsonObject => ({
    ResourcesVpcConfig: { EndpointPublicAccess, PublicAccessCidrs },
  });
  test.each([
    ['public', api(false), api(true, '203.0.113.0/24'), 'exposure'],
    ['wider', api(true, '203.0.113.0/24'), api(true, '203.0.112.0/23'), 'exposure'],
    ['narrower', api(true, '203.0.112.0/23'), api(true, '203.0.113.0/24'), 'safe'],
    ['open to all', api(true, '203.0.112.0/23'), api(true), 'exposure'],
    ['private', api(true, '203.0.112.0/23'), api(false), 'safe'],
  ] as const)('Kubernetes API %s', (_, before, after, risk) => {
    expect(ofResource('AWS::EKS::Cluster', before, after)).toBe(risk);
  });

  test('a route table that leads to the internet gateway', () => {
    const route = (target: JsonObject) => ({
      RouteTableId: 't',
      DestinationCidrBlock: '0.0.0.0/0',
      ...target,
    });
    expect(ofResource('AWS::EC2::Route', route({ NatGatewayId: 'n' }), route({ GatewayId: 'i' }))).toBe(
      'exposure',
    );
  });

  test('a new bucket that blocks nothing', () => {
    expect(ofResource('AWS::S3::Bucket', null, {})).toBe('exposure');
  });
});

describe('encryption and records', () => {
  const trail = 'AWS::CloudTrail::Trail';
  const user = (AccessString: string): JsonObject => ({
    UserId: 'u',
    UserName: 'u',
    Engine: 'valkey',
    AccessString,
  });
  const logs = (...types: string[]): JsonObject => ({
    Logging: { ClusterLogging: { EnabledTypes: types.map((Type) => ({ Type })) } },
  });
  const kms = {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
    },
  };
  const aes = {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
  };
  dangers([
    [
      'TLS of the cache optional',
      'AWS::ElastiCache::ReplicationGroup',
      { TransitEncryptionMode: 'required' },
      { TransitEncryptionMode: 'preferred' },
      'exposure',
    ],
    ['key of S3 instead of ours', 'AWS::S3::Bucket', kms, aes, 'exposure'],
    ['logs without our key', 'AWS::Logs::LogGroup', { KmsKeyId: 'k' }, {}, 'exposure'],
    [
      'key never renewed',
      'AWS::KMS::Key',
      { EnableKeyRotation: true },
      { EnableKeyRotation: false },
      'exposure',
    ],
    ['key off', 'AWS::KMS::Key', {}, { Enabled: false }, 'downtime'],
    [
      'passwords that live longer',
      'AWS::SecretsManager::RotationSchedule',
      { RotationRules: { AutomaticallyAfterDays: 30 } },
      { RotationRules: { AutomaticallyAfterDays: 365 } },
      'exposure',
    ],
    ['trail off', trail, { IsLogging: true }, { IsLogging: false }, 'exposure'],
    ['trail of one region', trail, { IsMultiRegionTrail: true }, { IsMultiRegionTrail: false }, 'exposure'],
    [
      'trail of writes alone',
      trail,
      { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] },
      { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' }] },
      'exposure',
    ],
    [
      'access log of a bucket off',
      'AWS::S3::Bucket',
      { LoggingConfiguration: { DestinationBucketName: 'l' } },
      {},
      'exposure',
    ],
    ['audit log of the cluster off', 'AWS::EKS::Cluster', logs('api', 'audit'), logs('api'), 'exposure'],
    [
      'alarm that tells nobody',
      'AWS::CloudWatch::Alarm',
      { AlarmActions: ['topic'] },
      { AlarmActions: [] },
      'capacity',
    ],
    ['rule disabled', 'AWS::Events::Rule', { State: 'ENABLED' }, { State: 'DISABLED' }, 'capacity'],
    [
      'flow log of refusals alone',
      'AWS::EC2::FlowLog',
      { TrafficType: 'ALL' },
      { TrafficType: 'REJECT' },
      'exposure',
      'restart',
    ],
    [
      'more commands of the cache',
      'AWS::ElastiCache::User',
      user('on ~* -@all +@read'),
      user('on ~* -@all +@read +@admin'),
      'exposure',
      'downtime',
    ],
  ]);

  test.each([
    ['a password', { Environment: { Variables: { API_PASSWORD: 'hunter2hunter2' } } }, 'exposure'],
    ['a key of AWS', { Environment: { Variables: { NOTE: 'AKIAABCDEFGHIJKLMNOP' } } }, 'exposure'],
    [
      'a login in a URL',
      { Environment: { Variables: { STORE: 'postgres://app:hunter2@db/app' } } },
      'exposure',
    ],
    [
      'a reference to a secret',
      { Environment: { Variables: { API_PASSWORD: '{{resolve:secretsmanager:x}}' } } },
      'safe',
    ],
    [
      'a reference to a resource',
      { Environment: { Variables: { API_PASSWORD: { Ref: 'Parameter' } } } },
      'safe',
    ],
    [
      'the name of a key',
      { Environment: { Variables: { TENANT_KEY_ARN: 'arn:aws:kms:us-east-1:1:key/a' } } },
      'safe',
    ],
    ['a host', { Environment: { Variables: { CACHE_HOST: 'cache.internal' } } }, 'safe'],
  ])('a function whose variables hold %s', (_, after, risk) => {
    expect(ofResource('AWS::Lambda::Function', { Environment: { Variables: {} } }, after)).toBe(risk);
  });
});
