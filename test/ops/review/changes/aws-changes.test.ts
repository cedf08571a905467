import type { AwsResource, JsonObject } from '../../../../ops/review/change';
import { awsChanges } from '../../../../ops/review/changes/aws-changes';
import { resource, sideOfResources } from '../plain-sides';

const changes = (before: AwsResource[], after: AwsResource[]) =>
  awsChanges(sideOfResources('before', ...before), sideOfResources('after', ...after));

const database = (properties: JsonObject, logicalId = 'Instance', stack = 'e-database'): AwsResource =>
  resource(stack, logicalId, 'AWS::RDS::DBInstance', properties);

const handler = (hash: string): AwsResource =>
  resource('e-cluster', 'Handler', 'AWS::Lambda::Function', {
    Code: { S3Bucket: 'assets', S3Key: `${hash.repeat(64)}.zip` },
    Runtime: 'nodejs24.x',
  });

test('a property that CloudFormation updates in place', () => {
  const [change] = changes([database({ DBInstanceClass: 'a' })], [database({ DBInstanceClass: 'b' })]);
  expect(change).toMatchObject({ what: 'changed', replacement: 'never' });
});

test('a property that replaces the resource', () => {
  const [change] = changes([database({ StorageEncrypted: true })], [database({ StorageEncrypted: false })]);
  expect(change).toMatchObject({ what: 'changed', replacement: 'will' });
});

test('of a property that the metadata does not have, a replacement may happen', () => {
  const [change] = changes([database({ NoSuchProperty: 1 })], [database({ NoSuchProperty: 2 })]);
  expect(change?.replacement).toBe('may');
});

test('of a resource of another type, a replacement will happen', () => {
  const [change] = changes(
    [resource('e', 'X', 'AWS::SNS::Topic', {})],
    [resource('e', 'X', 'AWS::SQS::Queue', {})],
  );
  expect(change).toMatchObject({
    replacement: 'will',
    fields: [{ path: ['Type'], before: 'AWS::SNS::Topic', after: 'AWS::SQS::Queue' }],
  });
});

test('of a resource whose policy is none, a replacement may happen, and the others are judged', () => {
  const policy = (statement: string): AwsResource =>
    resource('e', 'P', 'AWS::SNS::TopicPolicy', { PolicyDocument: null, Topics: [statement] });
  expect(
    changes(
      [policy('a'), database({ StorageEncrypted: true })],
      [policy('b'), database({ StorageEncrypted: false })],
    ).map(({ replacement }) => replacement),
  ).toEqual(['may', 'will']);
});

test('the code of a function is no change', () => {
  expect(changes([handler('a')], [handler('b')])).toEqual([]);
});

test('the order of a deploy is no change', () => {
  const after = resource(
    'e',
    'T',
    'AWS::SNS::Topic',
    {},
    { attributes: { DependsOn: ['X'], Metadata: { a: 1 } } },
  );
  expect(changes([resource('e', 'T', 'AWS::SNS::Topic', {})], [after])).toEqual([]);
});

test('what happens to a resource when it leaves the stack is a field', () => {
  const before = resource('e', 'B', 'AWS::S3::Bucket', {}, { attributes: { DeletionPolicy: 'Retain' } });
  const after = resource('e', 'B', 'AWS::S3::Bucket', {}, { attributes: { DeletionPolicy: 'Delete' } });
  expect(changes([before], [after])[0]?.fields).toEqual([
    { path: ['DeletionPolicy'], before: 'Retain', after: 'Delete' },
  ]);
});

test('a resource that came, and one that went', () => {
  const [topic, queue] = [
    resource('e', 'T', 'AWS::SNS::Topic', {}),
    resource('e', 'Q', 'AWS::SQS::Queue', {}),
  ];
  expect(changes([topic], [queue]).map(({ what }) => what)).toEqual(['removed', 'added']);
});

test('the same construct under another logical id is moved, and what differs in it is told', () => {
  const named = (logicalId: string, size: number): AwsResource =>
    resource(
      'e',
      logicalId,
      'AWS::RDS::DBInstance',
      { AllocatedStorage: size },
      { path: 'Instance/Resource' },
    );
  expect(changes([named('Old', 50)], [named('New', 60)])).toMatchObject([
    { what: 'moved', replacement: 'will', fields: [{ path: ['Properties', 'AllocatedStorage'] }] },
  ]);
});

test('the same content in another stack is moved', () => {
  const size = { AllocatedStorage: 50 };
  expect(changes([database(size)], [database(size, 'Instance', 'e-data')])).toMatchObject([
    { what: 'moved', fields: [] },
  ]);
});

test('two resources that moved together are moved, though one refers to the other', () => {
  const pair = (prefix: string): AwsResource[] => [
    resource('e', `${prefix}Topic`, 'AWS::SNS::Topic', { DisplayName: 'x' }),
    resource('e', `${prefix}Policy`, 'AWS::SNS::TopicPolicy', {
      PolicyDocument: { Statement: [] },
      Topics: [{ Ref: `${prefix}Topic` }],
    }),
  ];
  expect(changes(pair('A'), pair('B')).map(({ what }) => what)).toEqual(['moved', 'moved']);
});

test('other content under another id is no move', () => {
  expect(
    changes([database({ AllocatedStorage: 50 }, 'A')], [database({ AllocatedStorage: 60 }, 'B')]).map(
      ({ what }) => what,
    ),
  ).toEqual(['removed', 'added']);
});

const volumeOf = (reference: JsonObject): AwsResource =>
  resource('e-two', 'Replica', 'AWS::EC2::Subnet', { VpcId: reference, CidrBlock: '10.0.0.0/24' });
const vpc = (cidr: string, id = 'Vpc'): AwsResource =>
  resource('e-one', id, 'AWS::EC2::VPC', { CidrBlock: cidr });
const output = (name: string): JsonObject => ({
  'Fn::GetStackOutput': { StackName: 'e-one', OutputName: name },
});

test('the replacement of a resource is followed to one that refers to it from another stack', () => {
  const side = (cidr: string) => ({
    ...sideOfResources('side', vpc(cidr), volumeOf(output('VpcOut'))),
    outputs: { 'e-one': { VpcOut: { Ref: 'Vpc' } } },
  });
  const followed = awsChanges(side('10.0.0.0/16'), side('10.1.0.0/16')).find(
    ({ after }) => after?.logicalId === 'Replica',
  );
  expect(followed).toMatchObject({
    replacement: 'will',
    fields: [{ path: ['Properties', 'VpcId'], before: { Ref: 'e-one/Vpc' } }],
  });
});

test('the name of an output is no change', () => {
  const side = (name: string) => ({
    ...sideOfResources('side', vpc('10.0.0.0/16'), volumeOf(output(name))),
    outputs: { 'e-one': { [name]: { Ref: 'Vpc' } } },
  });
  expect(awsChanges(side('One'), side('Other'))).toEqual([]);
});

test('another resource behind the same output is a change', () => {
  const side = (id: string) => ({
    ...sideOfResources(
      'side',
      vpc('10.0.0.0/16', 'Vpc'),
      vpc('10.9.0.0/16', 'Other'),
      volumeOf(output('Out')),
    ),
    outputs: { 'e-one': { Out: { Ref: id } } },
  });
  expect(awsChanges(side('Vpc'), side('Other'))).toMatchObject([
    { replacement: 'will', fields: [{ path: ['Properties', 'VpcId'], after: { Ref: 'e-one/Other' } }] },
  ]);
});
