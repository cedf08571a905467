import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What runc and the kubelet put containers into. */
const neededHierarchies = ['cpu', 'cpuacct', 'cpuset', 'memory', 'pids', 'devices', 'freezer'];

const overlay = [
  'mount -t tmpfs rehearsal /mnt',
  'mkdir /mnt/lower /mnt/upper /mnt/work /mnt/both',
  'mount -t overlay rehearsal -o lowerdir=/mnt/lower,upperdir=/mnt/upper,workdir=/mnt/work /mnt/both',
].join(' && ');

/** Why this machine cannot run real nodes, in one sentence; null when it can. */
export function nodesHindrance(): string | null {
  if (process.platform !== 'linux') return `real nodes need Linux; this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'real nodes need root: start the command with sudo';
  if (!succeeds('apt-get', '--version')) {
    return 'real nodes run Debian’s containerd, and there is no apt-get to fetch it with';
  }
  if (!succeeds('unshare', '--net', '--mount', '--pid', '--uts', '--ipc', '--cgroup', '--fork', 'true')) {
    return 'this machine lets nobody make network, mount and process namespaces (CAP_SYS_ADMIN is missing, as in most containers)';
  }
  const missing = neededHierarchies.filter((name) => !hierarchies().has(name));
  if (missing.length > 0) {
    return `real nodes need the cgroup hierarchies of version 1, which was all that could be tried; missing here: ${missing.join(', ')}`;
  }
  if (!succeeds('unshare', '--mount', 'sh', '-c', overlay)) {
    return 'this machine’s kernel mounts no overlay file system, on which containers live';
  }
  return null;
}

const succeeds = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

function hierarchies(): ReadonlySet<string> {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n');
  return new Set(lines.flatMap((line) => line.split(':')[1]?.split(',') ?? []));
}
