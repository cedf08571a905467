import { addonPodNamespaces } from '../../config/flows';
import { definitionsOf, installDefinitions } from '../acceptance/definitions';
import type { ApiServer } from './api-server';
import type { RunFolder, RunProcess } from './run-folder';

/** Where the add-on runs, and ClusterIssuers keep their accounts. */
const namespace = addonPodNamespaces['cert-manager'];

export interface CertManagerOptions {
  /** Reference of the image of the pods that answer challenges by a file. */
  readonly solverImage: string;
  /** `host:port` of the servers by which it looks whether a challenge can be answered. */
  readonly nameservers: readonly string[];
  /** `host:port` at which it shows its metrics. */
  readonly metricsAddress: string;
}

/**
 * Starts cert-manager beside the cluster, not in it: on AWS it is an add-on, whose pods are not ours either. Its
 * definitions come with it.
 */
export async function startCertManager(
  run: RunFolder,
  program: string,
  kubeconfig: string,
  api: ApiServer,
  { solverImage, nameservers, metricsAddress }: CertManagerOptions,
): Promise<RunProcess> {
  await installDefinitions(api, await definitionsOf(['cert-manager.io', 'acme.cert-manager.io']));
  await api.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  return run.start('cert-manager', program, [
    `--kubeconfig=${kubeconfig}`,
    `--cluster-resource-namespace=${namespace}`,
    `--acme-http01-solver-image=${solverImage}`,
    `--nameservers=${nameservers.join()}`,
    `--metrics-listen-address=${metricsAddress}`,
  ]);
}
