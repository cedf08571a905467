import { freePort } from '../../servers/free-port';
import type { ApiObject, ApiServer } from './api-server';
import type { RunFolder, RunProcess } from './run-folder';

/** How often usage is read, in seconds; the autoscaler sees nothing newer. */
const resolutionSeconds = 10;
const group = 'metrics.k8s.io';

/**
 * Starts metrics-server beside the cluster, not in it, and tells the API server where it is.
 * @param address at which it listens, for an API server that goes to endpoints. Default: the loopback address, which no
 * endpoint may have, so that it is behind a Service that is an alias of this machine.
 */
export async function startMetricsServer(
  run: RunFolder,
  program: string,
  kubeconfig: string,
  api: ApiServer,
  address?: string,
): Promise<RunProcess> {
  const port = await freePort();
  const process = run.start('metrics-server', program, [
    ...['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig'].map(
      (flag) => `--${flag}=${kubeconfig}`,
    ),
    ...[
      `--bind-address=${address ?? '127.0.0.1'}`,
      `--secure-port=${port}`,
      `--cert-dir=${run.file('metrics-server')}`,
    ],
    ...[
      '--kubelet-preferred-address-types=InternalIP',
      '--kubelet-use-node-status-port',
      '--kubelet-insecure-tls',
    ],
    // A kubelet that does not answer must not use up the whole round.
    `--kubelet-request-timeout=${resolutionSeconds / 2}s`,
    `--metric-resolution=${resolutionSeconds}s`,
  ]);
  const metadata = { name: 'metrics-server', namespace: 'kube-system' };
  for (const object of [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        ...(address === undefined && { type: 'ExternalName', externalName: 'localhost' }),
        ports: [{ port }],
      },
    },
    ...(address === undefined ? [] : [endpointAt(address, port, metadata)]),
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `v1beta1.${group}` },
      spec: {
        service: { name: metadata.name, namespace: metadata.namespace, port },
        group,
        version: 'v1beta1',
        insecureSkipTLSVerify: true,
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    },
  ]) {
    await api.put(object);
  }
  return process;
}

const endpointAt = (
  address: string,
  port: number,
  service: { readonly name: string; readonly namespace: string },
): ApiObject => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { ...service, labels: { 'kubernetes.io/service-name': service.name } },
  addressType: 'IPv4',
  ports: [{ port }],
  endpoints: [{ addresses: [address] }],
});
