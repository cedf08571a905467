import type { CostedResource } from '../assembly/costed-stacks';
import { always, type Columns, scaled } from '../columns';
import type { Charge } from '../cost-line';
import { daysPerMonth } from '../usage/load';
import type { CostWorld, ResourceRule } from './resource-rule';

/** CloudWatch stores logs compressed, to about 15%. https://aws.amazon.com/cloudwatch/pricing/ (example of storage) */
const compression = 0.15;

/** What is written to a log group a month, by who writes there. */
function ingestedGib(group: CostedResource, { resources, load }: CostWorld): Columns {
  const { LogGroupName: name } = group.properties;
  const isOf = (service: string): boolean => typeof name === 'string' && name.startsWith(service);
  if (isOf('/aws/eks/')) {
    const cluster = resources.find(({ type }) => type === 'AWS::EKS::Cluster');
    const kinds = cluster?.properties.Logging?.ClusterLogging?.EnabledTypes ?? [];
    return scaled(load.volume('controlPlaneLogGib'), kinds.length);
  }
  if (isOf('/aws/rds/')) return load.volume('databaseLogGib');
  const hasFlowLogs = resources.some(
    ({ type, stack, properties }) =>
      type === 'AWS::EC2::FlowLog' &&
      stack === group.stack &&
      properties.LogGroupName?.Ref === group.logicalId,
  );
  return load.volume(hasFlowLogs ? 'flowLogGib' : 'otherLogGib');
}

/** What is never deleted is priced as if it were kept ten years. */
const longestDays = 3653;

export const logGroup: ResourceRule = (group, world) => {
  const ingested = ingestedGib(group, world);
  const months = (group.properties.RetentionInDays ?? longestDays) / daysPerMonth;
  return [
    { item: 'logs written', priceId: 'cw.ingest', quantity: ingested },
    { item: 'logs kept', priceId: 'cw.store', quantity: scaled(ingested, compression * months) },
  ];
};

/** An alarm costs by the metrics that it looks at; a metric of our own costs, too. */
export const alarm: ResourceRule = ({ properties }) => {
  const namespaces: string[] = properties.Metrics
    ? properties.Metrics.flatMap((query: { MetricStat?: { Metric: { Namespace: string } } }) =>
        query.MetricStat ? [query.MetricStat.Metric.Namespace] : [],
      )
    : [properties.Namespace];
  const own = namespaces.filter((namespace) => !namespace.startsWith('AWS/')).length;
  const ownMetrics: Charge[] =
    own > 0 ? [{ item: 'metrics of our own', priceId: 'cw.metric', quantity: always(own) }] : [];
  return [
    { item: 'metrics under alarm', priceId: 'cw.alarm', quantity: always(namespaces.length) },
    ...ownMetrics,
  ];
};

/** Foundational sources and EKS audit logs; runtime monitoring is paid for by the vCPUs of its nodes. */
export const threatDetector: ResourceRule = ({ properties }, world) => {
  const isOn = (name: string): boolean =>
    properties.Features?.some(
      (feature: { Name: string; Status: string }) => feature.Name === name && feature.Status === 'ENABLED',
    ) ?? false;
  const { load } = world;
  return [
    {
      item: 'management events analysed',
      priceId: 'guardduty.event1m',
      quantity: scaled(load.volume('managementEvents'), 1e-6),
    },
    { item: 'flow and DNS logs analysed', priceId: 'guardduty.gb', quantity: load.volume('flowLogGib') },
    ...(isOn('EKS_AUDIT_LOGS')
      ? [
          {
            item: 'EKS audit events analysed',
            priceId: 'guardduty.audit1m',
            quantity: scaled(load.volume('auditEvents'), 1e-6),
          },
        ]
      : []),
  ];
};
