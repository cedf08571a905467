import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run as runProgram } from '../../servers/command';
import type { RunProcess } from '../cluster/run-folder';
import { until } from '../cluster/waiting';
import { copyStore, type ImageStore, storedName } from '../images/image-store';
import { sandboxImage } from '../images/references';
import type { ContainerSoftware } from './container-software';
import type { NodeNamespaces } from './node-namespaces';

/** On the node's own `/run`: the run's folder makes too long a path for a socket. */
export const containerdSocket = '/run/containerd/containerd.sock';

/** A node's containerd. */
export interface Containerd {
  readonly process: RunProcess;
  /** Gives an image that came with the store a reference. */
  readonly tag: (name: string, reference: string) => Promise<void>;
  /** Loads an archive; its image is then known by the reference. */
  readonly load: (archive: string, reference: string) => Promise<void>;
}

/** Starts containerd on a node, with what is in a store already; pods get addresses of `podBlock`. */
export async function startContainerd(
  node: NodeNamespaces,
  software: ContainerSoftware,
  store: ImageStore,
  podBlock: string,
): Promise<Containerd> {
  const { folder } = node;
  await copyStore(store.folder, join(folder, 'containerd'));
  const networks = join(folder, 'networks');
  mkdirSync(networks);
  writeFileSync(join(networks, '10-pods.conflist'), JSON.stringify(podNetwork(folder, podBlock)));
  const configuration = join(folder, 'containerd.toml');
  writeFileSync(configuration, configurationText(folder, networks, software));
  const process = node.start('containerd', software.containerd, ['--config', configuration], {
    PATH: software.path,
  });
  const [program = '', ...enter] = node.enter;
  const ctr = [...enter, software.ctr, '--address', containerdSocket, '--namespace', 'k8s.io'];
  await until('containerd', async () => (await attempt(program, [...ctr, 'version'])).code === 0, {
    seconds: 30,
    processes: [process],
  });
  const images = (args: readonly string[]) => runProgram(program, [...ctr, 'images', ...args]);
  const tag = async (name: string, reference: string): Promise<void> => {
    await images(['tag', '--force', `${storedName(name)}:latest`, reference]);
  };
  return {
    process,
    tag,
    load: async (archive, reference) => {
      await images(['import', '--base-name', storedName('loaded'), archive]);
      await tag('loaded', reference);
    },
  };
}

/**
 * Each pod has a pair of interfaces of its own to the node, which routes all its packets: a bridge would let those between
 * two pods of a node pass the policies by.
 */
const podNetwork = (folder: string, podBlock: string): object => ({
  cniVersion: '0.4.0',
  name: 'pods',
  plugins: [
    {
      type: 'ptp',
      ipMasq: false,
      ipam: {
        type: 'host-local',
        ranges: [[{ subnet: podBlock }]],
        routes: [{ dst: '0.0.0.0/0' }],
        dataDir: join(folder, 'addresses'),
      },
    },
  ],
});

const configurationText = (
  folder: string,
  networks: string,
  { networkPlugins }: ContainerSoftware,
): string => `version = 2
root = "${join(folder, 'containerd')}"
state = "/run/containerd"
[grpc]
address = "${containerdSocket}"
[plugins."io.containerd.internal.v1.opt"]
path = "${join(folder, 'opt')}"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "${sandboxImage}"
disable_apparmor = true
# Without CAP_SYS_RESOURCE nobody may lower a score.
restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "${networkPlugins}"
conf_dir = "${networks}"
`;
