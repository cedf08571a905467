import { App } from 'aws-cdk-lib';
import { Template as SynthesizedTemplate } from 'aws-cdk-lib/assertions';
import { production } from '../../config/environments/production';
import { EdgeStack } from '../../lib/edge/edge-stack';
import { type Json, resourcesOfType, stackTemplate, type Template } from '../support/synthesized';

const statements = (template: Template, idPrefix: string): Json[] =>
  resourcesOfType(template, 'AWS::IAM::Policy').find(({ id }) => id.startsWith(idPrefix))!.properties
    .PolicyDocument.Statement;

const change = (template: Template, idPrefix: string): Json =>
  statements(template, idPrefix).find(({ Action }) => Action === 'route53:ChangeResourceRecordSets');

const writes = (template: Template, idPrefix: string): string[] =>
  statements(template, idPrefix)
    .flatMap(({ Action }) => Action)
    .filter((action: string) => !/:(Get|List)/.test(action));

const trust = (template: Template, idPrefix: string): Json =>
  resourcesOfType(template, 'AWS::IAM::Role').find(({ id }) => id.startsWith(idPrefix))!.properties
    .AssumeRolePolicyDocument.Statement;

describe.each([
  ['production', 'HostedZone'],
  ['starter', 'HostedZone'],
  ['recovery', 'SsmParameterValueproductionhandoverhostedzoneid'],
])('%s', (environment, zoneIdPrefix) => {
  const template = stackTemplate(environment, 'edge');

  describe.each(['CertificateSolverRole', 'RecordsRole'])('%s', (role) => {
    test('changes records and nothing else', () => {
      expect(writes(template, role)).toEqual(['route53:ChangeResourceRecordSets']);
    });

    test('writes to this zone alone', () => {
      const [prefix, { Ref }] = change(template, role).Resource['Fn::Join'][1];
      expect(`${prefix}${Ref}`).toMatch(new RegExp(`^arn:aws:route53:::hostedzone/${zoneIdPrefix}`));
    });

    test('is assumed with session tags by EKS Pod Identity', () => {
      expect(trust(template, role)).toMatchObject([
        { Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
      ]);
    });
  });

  test('cert-manager writes TXT records only', () => {
    expect(change(template, 'CertificateSolverRole').Condition['ForAllValues:StringEquals']).toEqual({
      'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
    });
  });

  test('cert-manager writes challenges only', () => {
    expect(change(template, 'CertificateSolverRole').Condition['ForAllValues:StringLike']).toEqual({
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_acme-challenge.*'],
    });
  });

  test('external-dns writes no NS, MX or CAA record', () => {
    expect(change(template, 'RecordsRole').Condition['ForAllValues:StringEquals']).toEqual({
      'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'AAAA', 'CNAME', 'TXT'],
    });
  });

  test.each([
    ['CertificateSolverRole', 'cert-manager'],
    ['RecordsRole', 'external-dns'],
  ])('%s is for the service account %s alone', (role, name) => {
    expect(trust(template, role)[0].Condition.StringEquals).toEqual({
      'aws:RequestTag/kubernetes-namespace': name,
      'aws:RequestTag/kubernetes-service-account': name,
    });
  });
});

describe.each([
  ['production', 'genericcorp.com.'],
  ['starter', 'starter.genericcorp.com.'],
])('the zone of %s', (environment, zoneName) => {
  const template = stackTemplate(environment, 'edge');
  const [zone] = resourcesOfType(template, 'AWS::Route53::HostedZone');

  test('has the configured name', () => {
    expect(zone!.properties.Name).toBe(zoneName);
  });

  test('outlives the stack', () => {
    expect(zone!.resource.DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  test('lets Let’s Encrypt alone issue certificates, wildcards too', () => {
    const [record] = resourcesOfType(template, 'AWS::Route53::RecordSet');
    expect(record!.properties).toMatchObject({
      Name: zoneName,
      Type: 'CAA',
      ResourceRecords: ['0 issue "letsencrypt.org"', '0 issuewild "letsencrypt.org"'],
    });
  });

  test('tells which name servers its parent must name', () => {
    expect(template.Outputs.NameServers.Value['Fn::Join'][1]).toEqual({
      'Fn::GetAtt': [zone!.id, 'NameServers'],
    });
  });
});

test('a recovery makes no zone', () => {
  expect(resourcesOfType(stackTemplate('recovery', 'edge'), 'AWS::Route53::HostedZone')).toEqual([]);
});

test('a recovery reads the id of the zone from what production handed over', () => {
  expect(Object.values<Json>(stackTemplate('recovery', 'edge').Parameters)).toContainEqual({
    Type: 'AWS::SSM::Parameter::Value<String>',
    Default: '/production/hand-over/hosted-zone-id',
  });
});

test('an existing zone is used by its id', () => {
  const edge = {
    ...production.edge,
    hostedZone: { kind: 'existing', name: 'genericcorp.com', id: 'Z0123456789ABC' },
  } as const;
  const app = new App({ builtinCloudFormationValidation: false });
  const stack = new EdgeStack(app, 'edge', { environment: { ...production, edge } });
  expect(SynthesizedTemplate.fromStack(stack).findOutputs('HostedZoneId')).toEqual({
    HostedZoneId: { Value: 'Z0123456789ABC' },
  });
});
