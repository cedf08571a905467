import type { JsonObject } from '../../../../../ops/review/change';
import { ofResource, ofResources, thing } from '../verdict-of';

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
