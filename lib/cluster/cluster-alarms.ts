import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { RunbookAlarm } from '../observability/runbook-alarm';

export interface ClusterAlarmsProps {
  readonly environmentName: string;
  readonly cluster: ICluster;
  readonly topic: ITopic;
}

/** Two thirds of what etcd may hold on EKS (8 GB): beyond it the cluster takes no more writes. */
const storageAlarmBytes = 6_000_000_000;

/**
 * What EKS itself publishes, each minute and at no price; all else is Prometheus's.
 * https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html#cloudwatch-basic-metrics
 */
export class ClusterAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ClusterAlarmsProps) {
    super(scope, id);
    const { environmentName, topic } = props;
    const metric = (metricName: string, statistic: string): Metric =>
      new Metric({
        namespace: 'AWS/EKS',
        metricName,
        statistic,
        period: Duration.minutes(1),
        dimensionsMap: { ClusterName: props.cluster.clusterName },
      });
    new RunbookAlarm(this, 'pods-unschedulable', {
      environmentName,
      topic,
      consequence:
        'Pods have found no node for 15 minutes: the head-room is used up, or a pool is at its limit.',
      metric: metric('scheduler_pending_pods_UNSCHEDULABLE', Stats.SUM),
      threshold: 0,
      badWhen: 'above',
      periods: 15,
      missingData: 'good',
    });
    new RunbookAlarm(this, 'cluster-storage-nearly-full', {
      environmentName,
      topic,
      consequence:
        'The cluster’s own database nears its 8 GB; when it is full, nothing can be deployed or moved.',
      metric: metric('apiserver_storage_size_bytes', Stats.MAXIMUM),
      threshold: storageAlarmBytes,
      badWhen: 'above',
      periods: 15,
      missingData: 'good',
    });
  }
}
