import { type App, Tags } from 'aws-cdk-lib';
import { environmentTag } from '../config/contract';
import type { Environment } from '../config/schema';
import { CacheStack } from './cache/cache-stack';
import { ClusterStack } from './cluster/cluster-stack';
import { DatabaseStack } from './database/database-stack';
import { EdgeStack } from './edge/edge-stack';
import { ImagesStack } from './images/images-stack';
import { KeysStack } from './keys/keys-stack';
import { NetworkStack } from './network/network-stack';
import { ObservabilityStack } from './observability/observability-stack';
import { RecoveryRegionStack } from './recovery/recovery-region-stack';
import { RecoveryStack } from './recovery/recovery-stack';
import { WorkloadsStack } from './workloads/workloads-stack';

/**
 * All stacks of an environment, in the order in which they are deployed. Values flow down this list only: what holds
 * state comes first and knows nothing of the cluster, so that the cluster can be replaced and workloads thrown away.
 */
export function platform(app: App, environment: Environment): void {
  const id = (noun: string): string => `${environment.name}-${noun}`;
  const env = { region: environment.region };
  const stateful = { environment, env, terminationProtection: true };
  const replaceable = { environment, env };
  Tags.of(app).add(environmentTag, environment.name);

  const keys = new KeysStack(app, id('keys'), stateful);
  const observability = new ObservabilityStack(app, id('observability'), {
    ...stateful,
    dataKey: keys.dataKey,
  });
  const { alarmTopic } = observability;
  const { dataKey } = keys;
  const network = new NetworkStack(app, id('network'), { ...stateful, alarmTopic });
  const edge = new EdgeStack(app, id('edge'), stateful);
  const recoveryRegion = environment.recovery.regionalCopies.enabled
    ? new RecoveryRegionStack(app, id('recovery-region'), {
        environment,
        env: { region: environment.recoveryRegion },
        terminationProtection: true,
        keys,
        hostedZone: edge.hostedZone,
      })
    : null;
  const images = new ImagesStack(app, id('images'), stateful);
  const { vpc } = network;
  const database = new DatabaseStack(app, id('database'), {
    ...stateful,
    vpc,
    dataKey,
    alarmTopic,
    recoveryRegion,
  });
  const cache = new CacheStack(app, id('cache'), { ...stateful, vpc, dataKey, alarmTopic, recoveryRegion });
  const recovery = new RecoveryStack(app, id('recovery'), {
    ...stateful,
    keys,
    database,
    alarmTopic,
    recoveryRegion,
  });
  const cluster = new ClusterStack(app, id('cluster'), {
    ...replaceable,
    vpc,
    dataKey,
    alarmTopic,
    edge,
    database,
    cache,
  });
  new WorkloadsStack(app, id('workloads'), {
    ...replaceable,
    cluster,
    keys,
    database,
    cache,
    recovery,
    observability,
    images,
    alarmTopic,
    // Pods pull through the caches by name alone, which makes no reference.
  }).addStackDependency(images);
}
