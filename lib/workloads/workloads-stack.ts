import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { ClusterInputs } from '../../charts/inputs';
import { renderCharts } from '../../charts/platform';
import type { CacheStack } from '../cache/cache-stack';
import type { ClusterStack } from '../cluster/cluster-stack';
import type { DatabaseStack } from '../database/database-stack';
import type { EnvironmentStackProps } from '../environment-stack';
import type { ImagesStack } from '../images/images-stack';
import type { KeysStack } from '../keys/keys-stack';
import type { ObservabilityStack } from '../observability/observability-stack';
import type { RecoveryStack } from '../recovery/recovery-stack';
import { AlertHeartbeat } from './alert-heartbeat';
import { applicationImage } from './application-image';
import { ApplicationIdentities } from './application-identities';
import { ChartManifest } from './chart-manifest';
import { waitingPriorityClasses } from './deploy-gate';

export interface WorkloadsStackProps extends EnvironmentStackProps {
  readonly cluster: ClusterStack;
  readonly keys: KeysStack;
  readonly database: DatabaseStack;
  readonly cache: CacheStack;
  readonly recovery: RecoveryStack;
  readonly observability: ObservabilityStack;
  readonly images: ImagesStack;
  readonly alarmTopic: ITopic;
}

/** Charts, applied to the cluster one after the other, each as soon as the one before is healthy. */
export class WorkloadsStack extends Stack {
  constructor(scope: Construct, id: string, props: WorkloadsStackProps) {
    super(scope, id, props);
    const { environment } = props;
    const { cluster, retiredObjects } = props.cluster;
    const identities = new ApplicationIdentities(this, 'Identities', { ...props, cluster });
    const heartbeat = new AlertHeartbeat(this, 'AlertHeartbeat', {
      environmentName: environment.name,
      key: props.keys.dataKey,
      role: identities.alertmanager,
      alarmTopic: props.alarmTopic,
    });
    const inputs = this.clusterInputs(props, heartbeat.topic);
    const charts = renderCharts(environment, inputs);
    const waitingClasses = waitingPriorityClasses(charts);

    let previous: Construct = identities;
    for (const chart of charts) {
      const applied = new ChartManifest(this, { cluster, chart, retiredObjects, waitingClasses });
      applied.node.addDependency(previous);
      previous = applied;
    }
    heartbeat.createAlarm().node.addDependency(previous);

    new CfnOutput(this, 'ClusterInputs', {
      description: 'What `platform render --inputs` reads to write the YAML of this deployment',
      value: this.toJsonString(inputs),
    });
  }

  private clusterInputs(props: WorkloadsStackProps, heartbeatTopic: ITopic): ClusterInputs {
    const { keys, database, cache, recovery, observability, images, environment } = props;
    return {
      region: environment.region,
      applicationImage: applicationImage(this, environment),
      pullThroughHost: images.pullThroughHost,
      databaseHost: database.host,
      databaseReaderHost: database.readerHost,
      cacheQueuesHost: cache.queues.host,
      cacheVolatileHost: cache.volatile.host,
      logBucket: observability.logBucket.bucketName,
      exportsBucket: recovery.exportsBucket.bucketName,
      tenantKeyArn: keys.tenantKey.keyArn,
      heartbeatTopicArn: heartbeatTopic.topicArn,
    };
  }
}
