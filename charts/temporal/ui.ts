import type { Construct } from 'constructs';
import { priorityClasses, temporalAddress } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { temporalUiPort, tenantsNamespace } from '../../config/temporal';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import { Workload } from '../workload';
import { temporalUserId } from './service-pod';
import { uiProbes } from './service-probes';

/**
 * Temporal's UI, without a Service and without sign-in: it is reached by `kubectl port-forward`, which the API server
 * allows or refuses, and it can look but not act.
 */
export function createUi(scope: Construct, environment: Environment, inputs: ClusterInputs): void {
  const { replicas, ...size } = environment.temporal.ui;
  new Workload(scope, {
    environment,
    inputs,
    pod: {
      ...size,
      name: 'temporal-ui',
      image: imageReference('temporalUi', inputs.pullThroughHost),
      arguments: [],
      variables: Object.entries({
        TEMPORAL_ADDRESS: temporalAddress,
        TEMPORAL_UI_PORT: String(temporalUiPort),
        TEMPORAL_DEFAULT_NAMESPACE: tenantsNamespace.name,
        TEMPORAL_DISABLE_WRITE_ACTIONS: 'true',
        TEMPORAL_DISABLE_NEWS_FETCH: 'true',
      }).map(([name, value]) => ({ name, value })),
      userId: temporalUserId,
      pool: 'general',
      priorityClassName: priorityClasses.standard,
      writableFolders: [],
      readOnlyVolumes: [],
    },
    scale: { replicas },
    ports: [{ name: 'http', port: temporalUiPort }],
    probes: uiProbes,
    drainSeconds: 5,
    shutdownSeconds: 5,
    servicePorts: [],
  });
}
