import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { RunbookAlarm } from './runbook-alarm';

export interface EventAlarmProps {
  readonly environmentName: string;
  readonly consequence: string;
  readonly eventPattern: EventPattern;
  readonly topic: ITopic;
}

/**
 * Pages when an event of this account and region matches. The rule has no target: EventBridge counts its matches, and
 * an alarm on the count reaches PagerDuty, which would drop the event itself. The alarm recovers an hour after the last
 * match; a second match within that hour makes no second page.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export class EventAlarm extends Construct {
  /** `id` is the name of the alarm's runbook. */
  constructor(scope: Construct, id: string, props: EventAlarmProps) {
    super(scope, id);
    const rule = new Rule(this, 'Rule', { eventPattern: props.eventPattern });
    new RunbookAlarm(this, id, {
      environmentName: props.environmentName,
      consequence: props.consequence,
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'TriggeredRules',
        dimensionsMap: { RuleName: rule.ruleName },
        statistic: 'Sum',
        period: Duration.hours(1),
      }),
      threshold: 1,
      badWhen: 'atOrAbove',
      periods: 1,
      missingData: 'good',
      topic: props.topic,
    });
  }
}
