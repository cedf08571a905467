import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { serviceNetwork } from '../../config/contract';
import type { ControlPlane } from '../cluster/control-plane';
import type { RunProcess } from '../cluster/run-folder';
import { containerdSocket } from './containerd';
import type { NodeNamespaces } from './node-namespaces';
import type { NodePlan } from './node-plan';

/** Starts a node's kubelet, which registers the node with its pool's labels and taints. */
export function startKubelet(
  node: NodeNamespaces,
  plan: NodePlan,
  program: string,
  { authority, kubeconfigFor }: ControlPlane,
): RunProcess {
  const { name, address, labels } = plan;
  const { key, certificate } = authority.sign(`kubelet-${name}`, `/CN=${name}`, [
    `IP:${address}`,
    `DNS:${name}`,
  ]);
  const configuration = join(node.folder, 'kubelet.yaml');
  writeFileSync(
    configuration,
    stringify(
      kubeletConfiguration(node, plan, {
        authority: authority.pair.certificate,
        key,
        certificate,
      }),
    ),
  );
  return node.start('kubelet', program, [
    `--config=${configuration}`,
    `--kubeconfig=${kubeconfigFor(`node-${name}`, `/O=system:nodes/CN=system:node:${name}`)}`,
    `--hostname-override=${name}`,
    `--node-ip=${address}`,
    `--node-labels=${Object.entries(labels)
      .map((pair) => pair.join('='))
      .join(',')}`,
  ]);
}

interface KubeletFiles {
  readonly authority: string;
  readonly key: string;
  readonly certificate: string;
}

function kubeletConfiguration({ folder }: NodeNamespaces, plan: NodePlan, files: KubeletFiles): object {
  const resolver = join(folder, 'resolv.conf');
  writeFileSync(resolver, `nameserver ${serviceNetwork.dnsAddress}\n`);
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: plan.address,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: files.authority },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: files.certificate,
    tlsPrivateKeyFile: files.key,
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    cgroupDriver: 'cgroupfs',
    failCgroupV1: false,
    failSwapOn: false,
    resolvConf: resolver,
    clusterDNS: [serviceNetwork.dnsAddress],
    clusterDomain: 'cluster.local',
    registerWithTaints: plan.taints,
    volumePluginDir: join(folder, 'volume-plugins'),
    // A machine that is also used for other things is no reason to end pods or to forget images that have no registry.
    evictionHard: { 'memory.available': '50Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 100,
  };
}
