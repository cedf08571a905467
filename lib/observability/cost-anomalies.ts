import { CfnAnomalyMonitor, CfnAnomalySubscription } from 'aws-cdk-lib/aws-ce';
import { Construct } from 'constructs';
import { environmentTag } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { ServiceTopic } from './service-topic';

export interface CostAnomaliesProps {
  readonly environment: Environment;
  readonly topic: ServiceTopic;
}

/**
 * Tells of cost that departs from the environment's own pattern by at least `costAnomalyUsd`; AWS looks about three
 * times a day. A monitor by tag, because AWS allows one monitor by service an account and several environments may
 * share it. AWS allows monitors by tag in an account that pays its own bill only.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html
 */
export class CostAnomalies extends Construct {
  constructor(scope: Construct, id: string, props: CostAnomaliesProps) {
    super(scope, id);
    const { environment, topic } = props;
    const monitor = new CfnAnomalyMonitor(this, 'Monitor', {
      monitorName: `${environment.name}-cost`,
      monitorType: 'CUSTOM',
      monitorSpecification: JSON.stringify({ Tags: { Key: environmentTag, Values: [environment.name] } }),
    });
    const subscription = new CfnAnomalySubscription(this, 'Subscription', {
      subscriptionName: `${environment.name}-cost`,
      frequency: 'IMMEDIATE',
      monitorArnList: [monitor.attrMonitorArn],
      subscribers: [{ type: 'SNS', address: topic.topicArn }],
      thresholdExpression: JSON.stringify({
        Dimensions: {
          Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          MatchOptions: ['GREATER_THAN_OR_EQUAL'],
          Values: [String(environment.observability.costAnomalyUsd)],
        },
      }),
    });
    subscription.node.addDependency(topic.publishPolicy);
  }
}
