import { join } from 'node:path';
import { debianPackage, ensureInstalled } from '../../servers/tools/debian-tool';

/** Debian's release from which it comes. */
const release = 'bookworm';

/** What runs containers on a node: Debian's packages, unpacked in the cache and not installed. */
export interface ContainerSoftware {
  readonly containerd: string;
  readonly ctr: string;
  /** Folders in which containerd finds runc and its own shim. */
  readonly path: string;
  /** Folder with network plug-ins. */
  readonly networkPlugins: string;
  /** Makes images of files. */
  readonly umoci: string;
  /** Shows what the node's machine says of itself; an add-on on EKS. */
  readonly nodeExporter: string;
}

export async function containerSoftware(): Promise<ContainerSoftware> {
  // Linked by runc; kube-proxy and the policies write their rules with nft.
  await ensureInstalled(['libseccomp2', 'nftables', 'iproute2', 'util-linux']);
  const containerd = join(await debianPackage('containerd', release), 'usr/bin');
  const runc = join(await debianPackage('runc', release), 'usr/sbin');
  return {
    containerd: join(containerd, 'containerd'),
    ctr: join(containerd, 'ctr'),
    path: [containerd, runc, process.env.PATH].join(':'),
    networkPlugins: join(await debianPackage('containernetworking-plugins', release), 'usr/lib/cni'),
    umoci: join(await debianPackage('umoci', release), 'usr/bin/umoci'),
    nodeExporter: join(
      await debianPackage('prometheus-node-exporter', 'trixie'),
      'usr/bin/prometheus-node-exporter',
    ),
  };
}
