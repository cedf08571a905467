import { k8s } from 'cdk8s-plus-28';
import { kedaPorts } from '../../config/autoscaling';
import { namespaces, priorityClasses } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import type { ReadOnlyVolume } from '../workload/container';
import type { PodShape } from '../workload/pod';
import type { Probes } from '../workload/probes';

export const certificateName = 'keda';
const certificateFolder = '/certs';

const certificateVolume: ReadOnlyVolume = {
  folder: certificateFolder,
  volume: { name: 'certificate', secret: { secretName: certificateName } },
};

/** `nonroot` of distroless, as whom both images run. */
const kedaUserId = 65_532;

const variables = Object.entries({
  POD_NAMESPACE: namespaces.autoscaling,
  WATCH_NAMESPACE: namespaces.app,
  // Else it would read every secret that a scaled pod names among its variables.
  KEDA_RESTRICT_SECRET_ACCESS: 'true',
}).map(([name, value]) => ({ name, value }));

const common = {
  variables,
  userId: kedaUserId,
  pool: 'general',
  priorityClassName: priorityClasses.application,
  usesKubernetesApi: true,
} as const;

export function operatorPod(
  { autoscaling }: Environment,
  inputs: ClusterInputs,
): PodShape & { readonly name: 'keda-operator' } {
  return {
    ...common,
    ...autoscaling.operator,
    name: 'keda-operator',
    image: imageReference('kedaOperator', inputs.pullThroughHost),
    arguments: [
      '--leader-elect',
      '--zap-log-level=info',
      '--zap-encoder=json',
      `--cert-dir=${certificateFolder}`,
      // cert-manager does all three.
      '--enable-cert-rotation=false',
      '--enable-webhook-patching=false',
      '--enable-apiservice-patching=false',
    ],
    writableFolders: [],
    readOnlyVolumes: [certificateVolume],
  };
}

export function metricsPod(
  { autoscaling }: Environment,
  inputs: ClusterInputs,
): PodShape & { readonly name: 'keda-metrics' } {
  return {
    ...common,
    ...autoscaling.metrics,
    name: 'keda-metrics',
    image: imageReference('kedaMetrics', inputs.pullThroughHost),
    arguments: [
      `--secure-port=${kedaPorts.adapter}`,
      `--metrics-service-address=keda-operator.${namespaces.autoscaling}.svc:${kedaPorts.operatorMetrics}`,
      '--zap-log-level=info',
      '--zap-encoder=json',
      `--cert-dir=${certificateFolder}`,
      `--tls-cert-file=${certificateFolder}/tls.crt`,
      `--tls-private-key-file=${certificateFolder}/tls.key`,
    ],
    // Go's API server library looks for a place for temporary files.
    writableFolders: [{ path: '/tmp', sizeMib: 16 }],
    readOnlyVolumes: [certificateVolume],
  };
}

const probesOf = (
  port: number,
  scheme: 'HTTP' | 'HTTPS',
  paths: { readonly ready: string; readonly live: string },
): Probes => {
  const get = (path: string): k8s.HttpGetAction => ({ path, scheme, port: k8s.IntOrString.fromNumber(port) });
  return {
    startupProbe: { httpGet: get(paths.live), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60 },
    readinessProbe: { httpGet: get(paths.ready), periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3 },
    livenessProbe: { httpGet: get(paths.live), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  };
};

const paths = { ready: '/readyz', live: '/healthz' };
export const operatorProbes = probesOf(kedaPorts.operatorHealth, 'HTTP', paths);
export const metricsProbes = probesOf(kedaPorts.adapter, 'HTTPS', paths);
