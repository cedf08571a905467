import type { Environment } from '../config/schema';

/**
 * What charts know of the world outside the cluster: plain strings, which may be CDK tokens when `lib/workloads`
 * passes them. A token never ends up in a name or a label.
 */
export interface ClusterInputs {
  readonly region: string;
  /** Reference of the application image, by digest or by asset hash. */
  readonly applicationImage: string;
  /** Host of this account's ECR pull-through cache; null: pull from the upstream registries. */
  readonly pullThroughHost: string | null;
  readonly databaseHost: string;
  /** null: no read replica. */
  readonly databaseReaderHost: string | null;
  readonly cacheQueuesHost: string;
  /** Same as the queues' host where the environment shares one group. */
  readonly cacheVolatileHost: string;
  /** Name of the bucket for logs; null: they stay on Loki's volume. */
  readonly logBucket: string | null;
  /** Name of the bucket for tenants' exports; null: exports stay on the machine. */
  readonly exportsBucket: string | null;
  /** Key that wraps tenants' data keys; null: ENCRYPTION_KEY does. */
  readonly tenantKeyArn: string | null;
  /** Topic to which Alertmanager tells that it lives; null: nobody outside the cluster listens. */
  readonly heartbeatTopicArn: string | null;
}

/**
 * Inputs of an environment that is not deployed: readable names under `.invalid`, which no resolver answers
 * (RFC 2606), so that YAML rendered without an account cannot be mistaken for a deployed one.
 */
export function undeployedInputs(environment: Environment): ClusterInputs {
  const onAws = environment.deploysTo === 'aws';
  const host = (service: string): string => `${service}.${environment.name}.invalid`;
  return {
    region: environment.region,
    applicationImage:
      environment.application.image.kind === 'digest'
        ? environment.application.image.reference
        : `${host('images')}/app:built-by-cdk-deploy`,
    pullThroughHost: null,
    databaseHost: host('database'),
    databaseReaderHost: environment.database.readReplicas > 0 ? host('database-reader') : null,
    cacheQueuesHost: host('cache-queues'),
    cacheVolatileHost: host('cache-volatile'),
    logBucket: onAws ? host('logs') : null,
    exportsBucket: onAws ? host('exports') : null,
    tenantKeyArn: onAws ? host('tenant-key') : null,
    heartbeatTopicArn: onAws ? host('heartbeat') : null,
  };
}
