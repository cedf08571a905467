import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import { CostAnomalies } from './cost-anomalies';
import { MonthlyBudget } from './monthly-budget';
import { RunbookAlarm } from './runbook-alarm';
import { ServiceTopic } from './service-topic';

export interface CostAlertsProps {
  readonly environment: Environment;
  /** Lets `budgets.amazonaws.com` and `costalerts.amazonaws.com` generate and decrypt data keys. */
  readonly key: IKey;
  readonly alarmTopic: ITopic;
}

/**
 * The month's budget and the watch for unusual cost. Both send plain text, which PagerDuty drops, so they have a topic
 * of their own and an alarm on its messages pages. It recovers about a day after the last message.
 */
export class CostAlerts extends Construct {
  constructor(scope: Construct, id: string, props: CostAlertsProps) {
    super(scope, id);
    const { environment } = props;
    const topic = new ServiceTopic(this, 'Topic', {
      key: props.key,
      publishers: ['budgets.amazonaws.com', 'costalerts.amazonaws.com'],
    });
    new MonthlyBudget(this, 'MonthlyBudget', { environment, topic });
    new CostAnomalies(this, 'CostAnomalies', { environment, topic });
    new RunbookAlarm(this, 'cost-alert', {
      environmentName: environment.name,
      consequence: 'The month’s budget passed a threshold, or AWS saw unusual cost.',
      metric: topic.metricNumberOfMessagesPublished({ statistic: 'Sum', period: Duration.days(1) }),
      threshold: 1,
      badWhen: 'atOrAbove',
      periods: 1,
      missingData: 'good',
      topic: props.alarmTopic,
    });
  }
}
