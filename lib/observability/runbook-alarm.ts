import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { runbookPath } from '../../config/monitoring';

export interface RunbookAlarmProps {
  /** Environment's name; together with the construct's id it is the alarm's name. */
  readonly environmentName: string;
  /** What a customer or the SRE would notice. */
  readonly consequence: string;
  /** Carries its own statistic and period. */
  readonly metric: IMetric;
  readonly threshold: number;
  /** Which side of the threshold is bad. */
  readonly badWhen: 'above' | 'atOrAbove' | 'below' | 'atOrBelow';
  /** How many periods in a row must be bad. */
  readonly periods: number;
  /** What silence means: a dead source (`bad`) or nothing to report (`good`). */
  readonly missingData: 'bad' | 'good';
  readonly topic: ITopic;
}

const comparisons: Record<RunbookAlarmProps['badWhen'], ComparisonOperator> = {
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  atOrAbove: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
  atOrBelow: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
};

/**
 * A CloudWatch alarm whose id is the name of its runbook, `docs/runbooks/<id>.md`. It tells the topic when it fires
 * and when it recovers.
 */
export class RunbookAlarm extends Construct {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id);
    const alarm = new Alarm(this, 'Alarm', {
      alarmName: `${props.environmentName}-${id}`,
      alarmDescription: `${props.consequence} Runbook: ${runbookPath(id)}`,
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: comparisons[props.badWhen],
      evaluationPeriods: props.periods,
      treatMissingData:
        props.missingData === 'bad' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(props.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}
