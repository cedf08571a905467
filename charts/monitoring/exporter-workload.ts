import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { priorityClasses } from '../../config/contract';
import type { ThirdPartyImageName } from '../../config/images';
import type { PodSize } from '../../config/pod-size';
import type { Environment } from '../../config/schema';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import { Workload, type WorkloadProps } from '../workload';
import type { ReadOnlyVolume } from '../workload/container';
import { httpGetAt } from '../workload/probes';

/** `nobody`, the user of Prometheus's images. */
export const monitoringUserId = 65_534;

export interface ExporterProps {
  readonly environment: Environment;
  readonly inputs: ClusterInputs;
  readonly name: WorkloadProps['pod']['name'];
  readonly image: ThirdPartyImageName;
  readonly size: PodSize;
  readonly port: number;
  readonly arguments: readonly string[];
  readonly variables: readonly k8s.EnvVar[];
  readonly readOnlyVolumes: readonly ReadOnlyVolume[];
  /** Where it says that it runs, whatever becomes of what it watches. */
  readonly healthPath: string;
  /** What it reads from a ConfigMap. Default: nothing. */
  readonly configuration?: unknown;
}

/**
 * A program that shows as metrics what something else says of itself. One pod: it keeps nothing, and is back in seconds.
 */
export function createExporter(scope: Construct, props: ExporterProps): void {
  const { environment, inputs, name, size, port, healthPath, ...pod } = props;
  const metrics = { name: 'metrics', port };
  const httpGet = httpGetAt(port)(healthPath);
  new Workload(scope, {
    environment,
    inputs,
    pod: {
      ...size,
      name,
      image: imageReference(props.image, inputs.pullThroughHost),
      arguments: pod.arguments,
      variables: pod.variables,
      userId: monitoringUserId,
      pool: 'general',
      priorityClassName: priorityClasses.standard,
      writableFolders: [],
      readOnlyVolumes: pod.readOnlyVolumes,
    },
    scale: { replicas: 1 },
    ports: [metrics],
    probes: {
      startupProbe: { httpGet, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 30 },
      readinessProbe: { httpGet, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 6 },
      livenessProbe: { httpGet, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    },
    drainSeconds: 5,
    shutdownSeconds: 10,
    servicePorts: name === 'blackbox-exporter' ? [metrics] : [],
    ...(pod.configuration !== undefined && { configuration: pod.configuration }),
  });
}
