import { Duration, Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { RunbookAlarm } from '../observability/runbook-alarm';

export interface AlertHeartbeatProps {
  readonly environmentName: string;
  readonly key: IKey;
  /** Of Alertmanager's pods. */
  readonly role: IRole;
  readonly alarmTopic: ITopic;
}

/**
 * Where Alertmanager tells every four minutes that alerts are evaluated and delivered, and the alarm that pages when it
 * stops to. Nobody reads the topic: SNS counts its messages, and no message is the fault.
 */
export class AlertHeartbeat extends Construct {
  readonly topic: ITopic;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlertHeartbeatProps,
  ) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { masterKey: props.key, enforceSSL: true });
    this.grantPublish();
  }

  /** Pages when the heartbeat stops. Made after Alertmanager, or the first deploy would page for its absence. */
  createAlarm(): Construct {
    return new RunbookAlarm(this, 'alerting-silent', {
      environmentName: this.props.environmentName,
      consequence: 'No alert of the cluster would reach anybody: customers may feel what nobody is told.',
      metric: this.topic.metricNumberOfMessagesPublished({ statistic: 'Sum', period: Duration.minutes(5) }),
      threshold: 1,
      badWhen: 'below',
      // A heartbeat that is a minute late misses one period.
      periods: 3,
      missingData: 'bad',
      topic: this.props.alarmTopic,
    });
  }

  /** Not by CDK's grant: it would change the key's policy, in a stack that knows no cluster. */
  private grantPublish(): void {
    const { role, key } = this.props;
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] }),
    );
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `sns.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
  }
}
