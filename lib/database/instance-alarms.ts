import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import { RunbookAlarm, type RunbookAlarmProps } from '../observability/runbook-alarm';
import { instanceClassOf } from '../../config/database-class';

export interface InstanceAlarmsProps {
  readonly environment: Environment;
  readonly instanceIdentifier: string;
  /** Begins the alarms' names: the environment's, with the replica's for a replica. */
  readonly alarmPrefix: string;
  readonly topic: ITopic;
}

export type InstanceAlarm = Omit<RunbookAlarmProps, 'environmentName' | 'metric' | 'topic'> & {
  /** Of the namespace AWS/RDS. */
  readonly metricName: string;
  readonly statistic: 'Average' | 'Maximum' | 'Minimum';
};

/**
 * Alarms of any instance, primary or replica. Periods are five minutes: a failover takes one or two and is an event of
 * its own. Where no other source is named, thresholds follow AWS's list:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#RDS
 */
export class InstanceAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: InstanceAlarmsProps,
  ) {
    super(scope, id);
    const { database } = props.environment;
    const { memoryBytes, maxConnections, creditsPerHour } = instanceClassOf(database.instanceClass);
    this.alarm('database-cpu-high', {
      consequence: 'Queries wait for CPU; requests and tasks slow down.',
      metricName: 'CPUUtilization',
      statistic: 'Average',
      threshold: 90,
      badWhen: 'above',
      periods: 3,
      // Every running instance reports its CPU: silence is an instance that is gone.
      missingData: 'bad',
    });
    this.alarm('database-memory-low', {
      consequence: 'The server is about to swap or to be killed for memory.',
      metricName: 'FreeableMemory',
      statistic: 'Average',
      // A quarter of the memory is shared buffers; with a tenth left, the page cache is gone and backends are next.
      threshold: memoryBytes / 10,
      badWhen: 'below',
      periods: 3,
      missingData: 'good',
    });
    this.alarm('database-storage-low', {
      consequence: 'The database stops taking writes when its storage is full.',
      metricName: 'FreeStorageSpace',
      statistic: 'Minimum',
      threshold: database.storageGib * 1024 ** 3 * freeStorageShare(database),
      badWhen: 'below',
      periods: 3,
      missingData: 'good',
    });
    this.alarm('database-connections-high', {
      consequence: 'New connections are about to be refused.',
      metricName: 'DatabaseConnections',
      statistic: 'Maximum',
      // max_connections is about a tenth under the nominal figure: 70% of that is nearly 80% of the real one.
      threshold: Math.floor(maxConnections * 0.7),
      badWhen: 'above',
      periods: 3,
      missingData: 'good',
    });
    if (creditsPerHour !== null) {
      this.alarm('database-cpu-credits-low', {
        consequence: 'The burstable instance is about to pay for, or lose, its CPU above the baseline.',
        metricName: 'CPUCreditBalance',
        statistic: 'Minimum',
        // What the class earns in an hour.
        threshold: creditsPerHour,
        badWhen: 'below',
        periods: 3,
        missingData: 'good',
      });
    }
  }

  alarm(id: string, { metricName, statistic, ...alarm }: InstanceAlarm): void {
    const { alarmPrefix, instanceIdentifier, topic } = this.props;
    new RunbookAlarm(this, id, {
      ...alarm,
      environmentName: alarmPrefix,
      metric: new Metric({
        namespace: 'AWS/RDS',
        metricName,
        dimensionsMap: { DBInstanceIdentifier: instanceIdentifier },
        statistic,
        period: Duration.minutes(5),
      }),
      topic,
    });
  }
}

/**
 * Storage that grows by itself does so at a tenth free, so 8% of the first size means that growing failed or reached its
 * end. Storage that does not grow is reported with a fifth left.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
 */
const freeStorageShare = ({ storageGib, maxStorageGib }: Environment['database']): number =>
  maxStorageGib > storageGib ? 0.08 : 0.2;
