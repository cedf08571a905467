import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import { EventAlarm } from '../observability/event-alarm';
import type { DatabaseInstance } from './database-instance';
import { InstanceAlarms } from './instance-alarms';
import type { ReadReplica } from './read-replica';

export interface DatabaseAlarmsProps {
  readonly environment: Environment;
  readonly instance: DatabaseInstance;
  readonly replicas: readonly ReadReplica[];
  readonly topic: ITopic;
}

/**
 * RDS's own events that call for a person. Not `backup`, which tells of every daily one, and not `maintenance`.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
 */
const eventCategories = ['failover', 'failure', 'low storage', 'deletion', 'read replica'];

export class DatabaseAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseAlarmsProps) {
    super(scope, id);
    const { environment, instance, replicas, topic } = props;
    const instanceIdentifier = instance.identifier;
    const primary = new InstanceAlarms(this, 'Primary', {
      environment,
      instanceIdentifier,
      alarmPrefix: environment.name,
      topic,
    });
    primary.alarm('database-write-latency-high', {
      consequence: 'Every commit waits for the disks of two zones.',
      metricName: 'WriteLatency',
      statistic: 'Average',
      // Seconds; gp3 answers in single milliseconds until its IOPS or throughput are used up.
      threshold: 0.02,
      badWhen: 'above',
      periods: 3,
      missingData: 'good',
    });
    primary.alarm('database-transaction-ids-high', {
      consequence: 'PostgreSQL stops taking writes at two billion unfrozen transaction ids.',
      metricName: 'MaximumUsedTransactionIDs',
      statistic: 'Maximum',
      threshold: 1_000_000_000,
      badWhen: 'above',
      periods: 1,
      missingData: 'good',
    });
    replicas.forEach((replica, index) => this.watchReplica(props, replica, index + 1));
    new EventAlarm(this, 'database-event', {
      environmentName: environment.name,
      consequence: 'RDS reports a failover, a failure, a deletion or low storage of the database.',
      eventPattern: {
        source: ['aws.rds'],
        detailType: ['RDS DB Instance Event'],
        detail: {
          EventCategories: eventCategories,
          SourceIdentifier: [instanceIdentifier, ...replicas.map(({ identifier }) => identifier)],
        },
      },
      topic,
    });
  }

  private watchReplica(
    { environment, topic }: DatabaseAlarmsProps,
    replica: ReadReplica,
    number: number,
  ): void {
    const alarms = new InstanceAlarms(this, `Replica${number}`, {
      environment,
      instanceIdentifier: replica.identifier,
      alarmPrefix: `${environment.name}-reader-${number}`,
      topic,
    });
    alarms.alarm('database-replica-lag-high', {
      consequence: 'Reads from the replica are over a minute behind what was written.',
      metricName: 'ReplicaLag',
      statistic: 'Maximum',
      threshold: 60,
      badWhen: 'above',
      periods: 3,
      // A replica whose replication broke stops reporting.
      missingData: 'bad',
    });
  }
}
