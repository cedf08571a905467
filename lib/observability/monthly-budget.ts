import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import { environmentTag } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { ServiceTopic } from './service-topic';

export interface MonthlyBudgetProps {
  readonly environment: Environment;
  readonly topic: ServiceTopic;
}

/**
 * What an environment may cost in a calendar month, before credits and refunds, which would hide the usage. It counts
 * what carries the environment's tag, from the day on which the tag is activated for cost allocation; until then it
 * reads zero. Budgets belong to the account, whichever region creates them.
 */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, props: MonthlyBudgetProps) {
    super(scope, id);
    const { monthlyUsd, alertAtPercents } = props.environment.observability.budget;
    const notify = (
      notificationType: 'ACTUAL' | 'FORECASTED',
      threshold: number,
    ): CfnBudget.NotificationWithSubscribersProperty => ({
      notification: {
        notificationType,
        threshold,
        thresholdType: 'PERCENTAGE',
        comparisonOperator: 'GREATER_THAN',
      },
      subscribers: [{ subscriptionType: 'SNS', address: props.topic.topicArn }],
    });
    // No name of our own: a change of the notifications replaces the budget, and a fixed name would be taken.
    const budget = new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyUsd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:${environmentTag}$${props.environment.name}`] },
        costTypes: { includeCredit: false, includeRefund: false },
      },
      notificationsWithSubscribers: [
        ...alertAtPercents.map((percent) => notify('ACTUAL', percent)),
        notify('FORECASTED', 100),
      ],
    });
    budget.node.addDependency(props.topic.publishPolicy);
  }
}
