import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';
import { AccessLogBucket } from './access-log-bucket';
import { AccountEvents } from './account-events';
import { AlarmTopic } from './alarm-topic';
import { AuditTrail } from './audit-trail';
import { CostAlerts } from './cost-alerts';
import { LogBucket, logBucketOutput } from './log-bucket';
import { ThreatDetection } from './threat-detection';

export interface ObservabilityStackProps extends EnvironmentStackProps {
  readonly dataKey: IKey;
}

/** Where alarms, logs and the bill are watched. */
export class ObservabilityStack extends Stack {
  readonly alarmTopic: ITopic;
  readonly logBucket: IBucket;

  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props);
    const { environment, dataKey: key } = props;

    const topic = new AlarmTopic(this, 'AlarmTopic', { environment, key }).topic;
    new CostAlerts(this, 'CostAlerts', { environment, key, alarmTopic: topic });
    new AccountEvents(this, 'AccountEvents', { environment, topic });
    if (environment.observability.guardDuty.enabled) {
      new ThreatDetection(this, 'ThreatDetection', { environmentName: environment.name, topic });
    }

    const accessLogBucket = new AccessLogBucket(this, 'AccessLogBucket');
    const trail = new AuditTrail(this, 'AuditTrail', { environment, key, accessLogBucket });
    this.logBucket = new LogBucket(this, 'LogBucket', { environment, key, accessLogBucket });
    this.alarmTopic = topic;

    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
    new CfnOutput(this, logBucketOutput, { value: this.logBucket.bucketName });
    new CfnOutput(this, 'TrailBucketName', { value: trail.bucket.bucketName });
  }
}
