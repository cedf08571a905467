import { join } from 'node:path';
import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import { instanceIdentifier } from '../database/origin';
import { BundledFunction } from '../functions/bundled-function';
import { RunbookAlarm } from '../observability/runbook-alarm';
import { backupAgeMetric, type BackupAgeVariables } from './backup-age/metric-line';

/** The recovery point that is promised for the loss of the region. */
const recoveryPointMinutes = 15;

export interface BackupAgeProps {
  readonly environment: Environment;
  readonly topic: ITopic;
}

/**
 * Asks RDS every five minutes how far the replicated automated backups reach, because AWS promises no delay for them:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html
 */
export class BackupAge extends Construct {
  constructor(scope: Construct, id: string, { environment, topic }: BackupAgeProps) {
    super(scope, id);
    const variables: BackupAgeVariables = {
      ENVIRONMENT: environment.name,
      SOURCE_REGION: environment.region,
      INSTANCE_IDENTIFIER: instanceIdentifier(environment),
    };
    const age = new BundledFunction(this, 'Function', {
      entry: join(__dirname, 'backup-age', 'handler.ts'),
      description: `Age of the replicated database backups of ${environment.name}`,
      timeout: Duration.minutes(1),
      logRetention: environment.observability.functionLogRetentionDays,
      environment: { ...variables },
    }).function;
    this.allowReading(age);
    new Rule(this, 'Schedule', {
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(age)],
    });
    new RunbookAlarm(this, 'regional-backups-behind', {
      environmentName: environment.name,
      consequence: `Losing the main region now would lose more than ${recoveryPointMinutes} minutes of data.`,
      metric: new Metric({
        namespace: backupAgeMetric.namespace,
        metricName: backupAgeMetric.name,
        dimensionsMap: { [backupAgeMetric.dimension]: environment.name },
        // Two looks fall into ten minutes: both must be too old, and a late one is not yet silence.
        statistic: 'Minimum',
        period: Duration.minutes(10),
      }),
      threshold: recoveryPointMinutes,
      badWhen: 'above',
      periods: 1,
      missingData: 'bad',
      topic,
    });
  }

  private allowReading(age: IFunction): void {
    const { region } = Stack.of(this);
    age.addToRolePolicy(
      new PolicyStatement({
        actions: ['rds:DescribeDBInstanceAutomatedBackups'],
        resources: [
          Stack.of(this).formatArn({
            service: 'rds',
            resource: 'auto-backup',
            resourceName: '*',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ],
      }),
    );
    Validations.of(this).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:aws:rds:${region}:<AWS::AccountId>:auto-backup:*]`,
      reason: 'RDS makes up the ids of replicated backups; the one action lists them and reads no data.',
    });
  }
}
