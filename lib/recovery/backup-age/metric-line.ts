/** What the stack tells the function. */
export interface BackupAgeVariables {
  readonly ENVIRONMENT: string;
  readonly SOURCE_REGION: string;
  readonly INSTANCE_IDENTIFIER: string;
}

export const backupAgeMetric = {
  namespace: 'Platform/Recovery',
  name: 'RegionalBackupAgeMinutes',
  dimension: 'Environment',
} as const;

/**
 * A log line that CloudWatch turns into a metric; it needs no permission, where PutMetricData needs one on every
 * resource. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const metricLine = (environment: string, minutes: number, at: Date): string =>
  `${JSON.stringify({
    _aws: {
      Timestamp: at.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: backupAgeMetric.namespace,
          Dimensions: [[backupAgeMetric.dimension]],
          Metrics: [{ Name: backupAgeMetric.name, Unit: 'None' }],
        },
      ],
    },
    [backupAgeMetric.dimension]: environment,
    [backupAgeMetric.name]: minutes,
  })}\n`;
