import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { recovery } from '../../config/environments/recovery';
import { KeysStack } from '../../lib/keys/keys-stack';
import { type Json, resourcesOfType, stackTemplate } from '../support/synthesized';

const aliases = (template: Json): string[] =>
  resourcesOfType(template, 'AWS::KMS::Alias').map(({ properties }) => properties.AliasName);

describe.each(['production', 'starter'])('%s', (environment) => {
  const template = stackTemplate(environment, 'keys');
  const keys = resourcesOfType(template, 'AWS::KMS::Key');
  const statements = (idPrefix: string): Json[] =>
    keys.find(({ id }) => id.startsWith(idPrefix))!.properties.KeyPolicy.Statement;
  const statementFor = (service: string): Json =>
    statements('DataKey').find(({ Principal }) => [Principal.Service].flat().includes(service));

  test('has one key for stores and one for tenants', () => {
    expect(aliases(template)).toEqual([`alias/${environment}/data`, `alias/${environment}/tenants`]);
  });

  test('every key can be replicated to the recovery region', () => {
    expect(keys.map(({ properties }) => properties.MultiRegion)).toEqual([true, true]);
  });

  test('every key is rotated', () => {
    expect(keys.map(({ properties }) => properties.EnableKeyRotation)).toEqual([true, true]);
  });

  test('every key outlives the stack', () => {
    expect(keys.map(({ resource }) => resource.DeletionPolicy)).toEqual(['Retain', 'Retain']);
  });

  test.each(['cloudwatch.amazonaws.com', 'budgets.amazonaws.com', 'costalerts.amazonaws.com'])(
    '%s may encrypt messages to topics of this account alone',
    (service) => {
      const { StringLike } = statementFor(service).Condition;
      expect(JSON.stringify(StringLike['kms:EncryptionContext:aws:sns:topicArn'])).toContain(
        '{"Ref":"AWS::AccountId"}',
      );
    },
  );

  test('CloudTrail may encrypt for trails of this account alone', () => {
    const { ArnLike } = statementFor('cloudtrail.amazonaws.com').Condition;
    expect(JSON.stringify(ArnLike['aws:SourceArn'])).toContain('{"Ref":"AWS::AccountId"}');
  });

  test('no other stack adds to the policy', () => {
    expect(statements('DataKey').map(({ Sid }) => Sid)).toEqual([
      'AccountIdentities',
      'TopicPublishers',
      'TrailRecords',
      'TrailChecksKey',
    ]);
  });

  test('no service may use the tenants’ key', () => {
    expect(statements('TenantKey').filter(({ Principal }) => Principal.Service)).toEqual([]);
  });
});

describe('recovery', () => {
  const template = stackTemplate('recovery', 'keys');
  const parameterNames = Object.values<Json>(template.Parameters)
    .filter(({ Type }) => Type === 'AWS::SSM::Parameter::Value<String>')
    .map(({ Default }) => Default);

  test('makes no keys', () => {
    expect(resourcesOfType(template, 'AWS::KMS::Key')).toEqual([]);
  });

  test('uses the keys that production handed over', () => {
    expect(parameterNames).toEqual(
      expect.arrayContaining(['/production/hand-over/data-key-arn', '/production/hand-over/tenant-key-arn']),
    );
  });

  test('gives them its own aliases', () => {
    expect(aliases(template)).toEqual(['alias/recovery/data', 'alias/recovery/tenants']);
  });

  test('its keys can be granted to roles of other stacks', () => {
    const app = new App({ builtinCloudFormationValidation: false });
    const { dataKey } = new KeysStack(app, 'keys', { environment: recovery });
    const stack = new Stack(app, 'other');
    dataKey.grantDecrypt(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'kms:Decrypt', Effect: 'Allow' }] },
    });
  });
});
