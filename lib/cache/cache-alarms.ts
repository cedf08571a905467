import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { RunbookAlarm, type RunbookAlarmProps } from '../observability/runbook-alarm';
import type { WhenFull } from './replication-group';

export interface CacheAlarmsProps {
  readonly environmentName: string;
  readonly groupName: string;
  /** Without `cache.`, such as `m7g.large`. */
  readonly nodeType: string;
  /** Cache cluster ids, the primary and its replicas in any order. */
  readonly nodeIds: readonly string[];
  readonly whenFull: WhenFull;
  readonly topic: ITopic;
}

/**
 * Alarms of one replication group, each over the worst of its nodes, because a failover swaps their roles. ElastiCache
 * publishes every minute; a group that publishes nothing is dead, which `cache-memory-high` or `cache-engine-busy`
 * says once: for the others silence is good.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html
 */
export class CacheAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: CacheAlarmsProps,
  ) {
    super(scope, id);
    this.capacityAlarms();
    this.clientAlarms();
    if (props.whenFull === 'refuseWrites') this.queueAlarms();
    if (props.nodeIds.length > 1) {
      this.alarm('cache-replication-behind', {
        consequence: 'A failover now would lose the last seconds of writes: tasks, sessions.',
        metric: this.overNodes('MAX', ['ReplicationLag'], 'Maximum', Duration.minutes(1)),
        // Healthy replicas are under a second behind; a database failover may lose under a minute, and so may this.
        threshold: 10,
        badWhen: 'above',
        periods: 5,
        missingData: 'good',
      });
    }
  }

  private capacityAlarms(): void {
    const { nodeType, whenFull } = this.props;
    this.alarm('cache-engine-busy', {
      consequence: 'Commands queue behind one busy thread: every request that needs the cache gets slower.',
      metric: this.overNodes('MAX', ['EngineCPUUtilization'], 'Average', Duration.minutes(5)),
      threshold: 80,
      badWhen: 'above',
      periods: 3,
      missingData: whenFull === 'refuseWrites' ? 'good' : 'bad',
    });
    // Burstable nodes are throttled at a fraction of a core when credits end, which the engine's own load never shows.
    if (nodeType.startsWith('t')) {
      this.alarm('cache-cpu-credits-low', {
        consequence:
          'A burstable node is about to be held at its baseline: the cache gets several times slower.',
        metric: this.overNodes('MIN', ['CPUCreditBalance'], 'Minimum', Duration.minutes(5)),
        // A quarter of an hour of two busy cores; a new node starts with twice that.
        threshold: 30,
        badWhen: 'below',
        periods: 3,
        missingData: 'good',
      });
    }
  }

  private clientAlarms(): void {
    this.alarm('cache-connections-high', {
      consequence: 'Some client opens connections and keeps them; at 65,000 new ones are refused.',
      metric: this.overNodes('MAX', ['CurrConnections'], 'Maximum', Duration.minutes(5)),
      // The largest environment's 19 pods with 50 connections each.
      threshold: 1000,
      badWhen: 'above',
      periods: 3,
      missingData: 'good',
    });
    this.alarm('cache-access-refused', {
      consequence: 'A client is turned away: an old password, or a command that its user may not run.',
      metric: this.overNodes(
        'SUM',
        ['AuthenticationFailures', 'CommandAuthorizationFailures'],
        'Sum',
        Duration.minutes(5),
      ),
      // One mistyped password is no incident; a client with an old one tries several times a minute.
      threshold: 10,
      badWhen: 'above',
      periods: 1,
      missingData: 'good',
    });
  }

  private queueAlarms(): void {
    this.alarm('cache-memory-high', {
      consequence: 'When memory is full every write fails: no new task, session or rate limit.',
      metric: this.overNodes('MAX', ['DatabaseMemoryUsagePercentage'], 'Maximum', Duration.minutes(5)),
      threshold: 75,
      badWhen: 'above',
      periods: 2,
      missingData: 'bad',
    });
    this.alarm('cache-evictions', {
      consequence: 'Keys of queues were thrown away: tasks are lost until they are rebuilt from the outbox.',
      metric: this.overNodes('SUM', ['Evictions'], 'Sum', Duration.minutes(5)),
      threshold: 0,
      badWhen: 'above',
      periods: 1,
      missingData: 'good',
    });
  }

  private alarm(id: string, alarm: Omit<RunbookAlarmProps, 'environmentName' | 'topic'>): void {
    const { environmentName, groupName, topic } = this.props;
    new RunbookAlarm(this, id, { ...alarm, environmentName: `${environmentName}-${groupName}`, topic });
  }

  private overNodes(
    combine: 'MAX' | 'MIN' | 'SUM',
    metricNames: readonly string[],
    statistic: string,
    period: Duration,
  ): IMetric {
    const metrics = metricNames.flatMap((metricName) =>
      this.props.nodeIds.map(
        (CacheClusterId) =>
          new Metric({
            namespace: 'AWS/ElastiCache',
            metricName,
            dimensionsMap: { CacheClusterId },
            statistic,
            period,
          }),
      ),
    );
    const named = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
    return new MathExpression({
      expression: `${combine}([${Object.keys(named).join(', ')}])`,
      usingMetrics: named,
      label: metricNames.join(' and '),
      period,
    });
  }
}
