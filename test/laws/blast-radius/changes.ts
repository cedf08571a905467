import { production } from '../../../config/environments/production';
import type { Environment } from '../../../config/schema';

/** One field of production with another value, and the stacks whose templates change with it. */
export interface Change {
  readonly field: string;
  readonly environment: Environment;
  readonly stacks: readonly string[];
  readonly why: string;
}

/** Name of production with another value of a field. */
export const changedVariant = (field: string): string => `production-with-another-${field}`;

const { application, cluster, database, network, observability } = production;

export const changes: readonly Change[] = [
  {
    field: 'none',
    environment: structuredClone(production),
    stacks: [],
    why: 'the same config, the same templates',
  },
  {
    field: 'application.components.api.replicas.max',
    environment: {
      ...production,
      application: {
        ...application,
        components: {
          ...application.components,
          api: {
            ...application.components.api,
            replicas: { ...application.components.api.replicas, max: 12 },
          },
        },
      },
    },
    stacks: ['workloads'],
    why: 'the autoscaler and the quota of its namespace lie in the charts',
  },
  {
    field: 'application.migration.memoryLimitMib',
    environment: {
      ...production,
      application: { ...application, migration: { ...application.migration, memoryLimitMib: 640 } },
    },
    stacks: ['workloads'],
    why: 'the migration’s pod and the quota of its namespace lie in the charts',
  },
  {
    field: 'database.instanceClass',
    environment: { ...production, database: { ...database, instanceClass: 'm7g.2xlarge' } },
    stacks: ['database'],
    why: 'the instance, and the alarms whose thresholds follow its memory',
  },
  {
    field: 'database.logRetentionDays',
    environment: { ...production, database: { ...database, logRetentionDays: 60 } },
    stacks: ['database'],
    why: 'the log groups of PostgreSQL',
  },
  {
    field: 'network.flowLogRetentionDays',
    environment: { ...production, network: { ...network, flowLogRetentionDays: 60 } },
    stacks: ['network'],
    why: 'the log group of the flow logs',
  },
  {
    field: 'cluster.controlPlaneLogRetentionDays',
    environment: { ...production, cluster: { ...cluster, controlPlaneLogRetentionDays: 60 } },
    stacks: ['cluster'],
    why: 'the log group of the control plane',
  },
  {
    field: 'observability.functionLogRetentionDays',
    environment: { ...production, observability: { ...observability, functionLogRetentionDays: 60 } },
    stacks: ['network', 'recovery-region', 'database', 'cache', 'cluster'],
    why: 'each stack that has functions has their log groups',
  },
];
