import { Duration, SecretValue } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Subscription, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import { RunbookAlarm } from './runbook-alarm';
import { ServiceTopic } from './service-topic';

export interface AlarmTopicProps {
  readonly environment: Environment;
  /** Lets `cloudwatch.amazonaws.com` generate and decrypt data keys. */
  readonly key: IKey;
}

/**
 * Where CloudWatch alarms go, and from there to PagerDuty. Alarms alone: PagerDuty's CloudWatch integration drops what
 * is not shaped like one, so an event becomes a page through an alarm of its own (`EventAlarm`, `CostAlerts`).
 */
export class AlarmTopic extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const { name, observability } = props.environment;
    const topic = new ServiceTopic(this, 'Topic', {
      key: props.key,
      publishers: ['cloudwatch.amazonaws.com'],
    });
    if (observability.pagerDutySecretName !== null) {
      this.subscribePagerDuty(topic, observability.pagerDutySecretName);
    }
    new RunbookAlarm(this, 'paging-delivery-failed', {
      environmentName: name,
      consequence: 'A page was given up after its retries: somebody was not told of an alarm.',
      metric: topic.metricNumberOfNotificationsFailed({ statistic: 'Sum', period: Duration.minutes(5) }),
      threshold: 0,
      badWhen: 'above',
      periods: 1,
      missingData: 'good',
      topic,
    });
    this.topic = topic;
  }

  /**
   * CloudFormation reads the URL from Secrets Manager during the deploy, in the stack's own region; the template holds
   * its name only. A new value of the same secret is not noticed: a new URL gets a new secret name. The 50 retries over
   * 47 minutes carry a page across a short outage; SNS's default is 3 within a minute, its limit an hour.
   * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
   */
  private subscribePagerDuty(topic: ITopic, secretName: string): void {
    new Subscription(this, 'PagerDuty', {
      topic,
      protocol: SubscriptionProtocol.HTTPS,
      endpoint: SecretValue.secretsManager(secretName).unsafeUnwrap(),
      deliveryPolicy: {
        healthyRetryPolicy: {
          numRetries: 50,
          numNoDelayRetries: 3,
          minDelayTarget: Duration.seconds(60),
          maxDelayTarget: Duration.seconds(60),
        },
      },
    });
  }
}
