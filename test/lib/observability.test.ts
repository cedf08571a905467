import { existsSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { production } from '../../config/environments/production';
import type { Environment } from '../../config/schema';
import { KeysStack } from '../../lib/keys/keys-stack';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import { type Json, resourcesOfType, stackTemplate } from '../support/synthesized';

const environments = ['production', 'starter', 'recovery'] as const;

const only = (template: Json, type: string, idPrefix = ''): { properties: Json; resource: Json } => {
  const found = resourcesOfType(template, type).filter(({ id }) => id.startsWith(idPrefix));
  expect(found).toHaveLength(1);
  return found[0]!;
};

/** The stack of production with other observability settings, synthesized here and now. */
function templateWith(settings: Partial<Environment['observability']>): Json {
  const app = new App({ builtinCloudFormationValidation: false });
  const environment = { ...production, observability: { ...production.observability, ...settings } };
  const { dataKey } = new KeysStack(app, 'keys', { environment });
  return Template.fromStack(new ObservabilityStack(app, 'stack', { environment, dataKey })).toJSON();
}

describe.each(environments)('%s', (environment) => {
  const template = stackTemplate(environment, 'observability');
  const logBucket = (): Json => only(template, 'AWS::S3::Bucket', 'LogBucket').properties;
  const trailBucket = (): Json => only(template, 'AWS::S3::Bucket', 'AuditTrailBucket').properties;
  const ruleWithPrefix = (): Json =>
    logBucket().LifecycleConfiguration.Rules.find((rule: Json) => rule.Prefix);
  const publishers = (topicIdPrefix: string): string[] =>
    only(template, 'AWS::SNS::TopicPolicy', topicIdPrefix)
      .properties.PolicyDocument.Statement.filter((statement: Json) => statement.Effect === 'Allow')
      .flatMap((statement: Json) => statement.Principal.Service);

  test('every bucket outlives its stack', () => {
    const policies = resourcesOfType(template, 'AWS::S3::Bucket').map(
      ({ resource }) => resource.DeletionPolicy,
    );
    expect(policies).toEqual(['Retain', 'Retain', 'Retain']);
  });

  test('log chunks move to Standard-IA at 30 days and to instant-read archive at 90', () => {
    expect(ruleWithPrefix().Transitions).toEqual([
      { StorageClass: 'STANDARD_IA', TransitionInDays: 30 },
      { StorageClass: 'GLACIER_IR', TransitionInDays: 90 },
    ]);
  });

  test('the bucket deletes a chunk a week after Loki should have', () => {
    expect(ruleWithPrefix().ExpirationInDays).toBe(365 + 7);
  });

  test('no rule of the log bucket reaches the index', () => {
    const reaching = logBucket().LifecycleConfiguration.Rules.filter(
      (rule: Json) =>
        (rule.Transitions || rule.ExpirationInDays) && 'index/chunk'.startsWith(rule.Prefix ?? ''),
    );
    expect(reaching).toEqual([]);
  });

  test('deleting a log deletes it: the log bucket keeps no versions', () => {
    expect(logBucket().VersioningConfiguration).toBeUndefined();
  });

  test('the log bucket is encrypted by a key of ours', () => {
    expect(
      logBucket().BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault
        .SSEAlgorithm,
    ).toBe('aws:kms');
  });

  test('the trail covers all regions', () => {
    expect(only(template, 'AWS::CloudTrail::Trail').properties.IsMultiRegionTrail).toBe(true);
  });

  test('the trail signs its files', () => {
    expect(only(template, 'AWS::CloudTrail::Trail').properties.EnableLogFileValidation).toBe(true);
  });

  test('the trail is encrypted by a key of ours', () => {
    expect(only(template, 'AWS::CloudTrail::Trail').properties.KMSKeyId).toBeDefined();
  });

  test('nobody deletes a record of the trail for a year', () => {
    expect(trailBucket().ObjectLockConfiguration.Rule.DefaultRetention).toEqual({
      Mode: 'GOVERNANCE',
      Days: 365,
    });
  });

  test('records of the trail go when their lock ends', () => {
    expect(trailBucket().LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ ExpirationInDays: 365, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
    );
  });

  test('alarms alone reach PagerDuty', () => {
    expect(publishers('AlarmTopic')).toEqual(['cloudwatch.amazonaws.com']);
  });

  test('money alone is told to the topic of cost', () => {
    expect(publishers('CostAlertsTopic')).toEqual(['budgets.amazonaws.com', 'costalerts.amazonaws.com']);
  });

  test('no other account publishes through an AWS service', () => {
    for (const { properties } of resourcesOfType(template, 'AWS::SNS::TopicPolicy')) {
      for (const statement of properties.PolicyDocument.Statement) {
        if (statement.Effect !== 'Allow') continue;
        expect(statement.Condition).toEqual({
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        });
      }
    }
  });

  test('a page is retried for most of an hour, and not beyond SNS’s limit', () => {
    const { numRetries, numNoDelayRetries, maxDelayTarget } = only(template, 'AWS::SNS::Subscription')
      .properties.DeliveryPolicy.healthyRetryPolicy;
    const seconds = (numRetries - numNoDelayRetries) * maxDelayTarget;
    expect(seconds > 2400 && seconds < 3600).toBe(true);
  });

  test('the budget counts this environment alone', () => {
    expect(only(template, 'AWS::Budgets::Budget').properties.Budget.CostFilters).toEqual({
      TagKeyValue: [`user:platform:environment$${environment}`],
    });
  });

  test('the budget warns of the forecast', () => {
    const notifications = only(template, 'AWS::Budgets::Budget').properties.NotificationsWithSubscribers;
    expect(
      notifications.filter(({ Notification }: Json) => Notification.NotificationType === 'FORECASTED'),
    ).toHaveLength(1);
  });

  test('no credit hides what was used', () => {
    expect(only(template, 'AWS::Budgets::Budget').properties.Budget.CostTypes.IncludeCredit).toBe(false);
  });

  test('GuardDuty is off', () => {
    expect(resourcesOfType(template, 'AWS::GuardDuty::Detector')).toEqual([]);
  });
});

test.each([
  ['production', 3000, [50, 80, 100]],
  ['starter', 700, [50, 80, 100]],
])('%s may cost %d dollars a month', (environment, usd, percents) => {
  const { Budget, NotificationsWithSubscribers } = only(
    stackTemplate(environment, 'observability'),
    'AWS::Budgets::Budget',
  ).properties;
  expect([
    Budget.BudgetLimit.Amount,
    NotificationsWithSubscribers.map(({ Notification }: Json) => Notification)
      .filter(({ NotificationType }: Json) => NotificationType === 'ACTUAL')
      .map(({ Threshold }: Json) => Threshold),
  ]).toEqual([usd, percents]);
});

test.each([
  ['production', 'production/pagerduty/integration-url'],
  ['starter', 'starter/pagerduty/integration-url'],
  ['recovery', 'production/pagerduty/integration-url'],
])('%s reads PagerDuty’s URL from the secret %s', (environment, secretName) => {
  expect(
    only(stackTemplate(environment, 'observability'), 'AWS::SNS::Subscription').properties.Endpoint,
  ).toBe(`{{resolve:secretsmanager:${secretName}:SecretString:::}}`);
});

test('a recovery hears of faults in its own region', () => {
  const { EventPattern } = only(
    stackTemplate('recovery', 'observability'),
    'AWS::Events::Rule',
    'AccountEventsawsserviceissue',
  ).properties;
  expect(EventPattern.detail.eventRegion).toEqual(['us-west-2', 'global']);
});

test('without a secret nobody is subscribed', () => {
  expect(resourcesOfType(templateWith({ pagerDutySecretName: null }), 'AWS::SNS::Subscription')).toEqual([]);
});

describe('with GuardDuty', () => {
  const template = templateWith({ guardDuty: { enabled: true } });
  const features = (): Record<string, string> =>
    Object.fromEntries(
      only(template, 'AWS::GuardDuty::Detector').properties.Features.map(({ Name, Status }: Json) => [
        Name,
        Status,
      ]),
    );

  test('the cluster’s audit log and pods are watched, and nothing else is billed', () => {
    expect(features()).toEqual({
      EKS_AUDIT_LOGS: 'ENABLED',
      RUNTIME_MONITORING: 'ENABLED',
      S3_DATA_EVENTS: 'DISABLED',
      EBS_MALWARE_PROTECTION: 'DISABLED',
      RDS_LOGIN_EVENTS: 'DISABLED',
      LAMBDA_NETWORK_LOGS: 'DISABLED',
    });
  });

  test('a finding of high severity pages, and says what to do', () => {
    const { AlarmDescription } = only(template, 'AWS::CloudWatch::Alarm', 'ThreatDetection').properties;
    expect(existsSync(/docs\/runbooks\/\S+\.md$/.exec(AlarmDescription)?.[0] ?? '')).toBe(true);
  });
});
