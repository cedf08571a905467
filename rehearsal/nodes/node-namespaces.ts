import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RunFolder, RunProcess } from '../cluster/run-folder';
import { until } from '../cluster/waiting';
import { makeNodeCgroups } from './node-cgroups';

/** What the kubelet would set in the kernel, which is the machine's. */
const kernelSettings = {
  'vm/overcommit_memory': 1,
  'vm/panic_on_oom': 0,
  'kernel/panic': 10,
  'kernel/panic_on_oops': 1,
  'kernel/keys/root_maxkeys': 1_000_000,
  'kernel/keys/root_maxbytes': 25_000_000,
};

/** Namespaces and cgroups in which a node's programs run. */
export interface NodeNamespaces {
  /** Holds the node's files, among them its `/var`. */
  readonly folder: string;
  /** Of the node's first process, as this process sees it. */
  readonly pid: number;
  /** Starts a program on the node; its log is `<node>-<name>.log` of the run. */
  readonly start: (
    name: string,
    program: string,
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
  ) => RunProcess;
  /** How to run a command on the node: put these words before it. */
  readonly enter: readonly string[];
  /** Ends the node and everything on it at once, as when its machine is lost. */
  readonly kill: () => void;
}

/** Makes a node without any program on it. */
export async function makeNodeNamespaces(run: RunFolder, node: string): Promise<NodeNamespaces> {
  mkdirSync(run.file('nodes'), { recursive: true });
  // A node that is lost and comes back begins anew.
  const folder = mkdtempSync(run.file('nodes', `${node}-`));
  for (const part of ['var/lib', 'var/log']) mkdirSync(join(folder, part), { recursive: true });
  symlinkSync('/run', join(folder, 'var/run'));
  for (const [name, value] of Object.entries(kernelSettings)) {
    const file = join(folder, 'kernel', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${value}\n`);
  }
  const cgroups = makeNodeCgroups(run, basename(folder));
  const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');
  writeFileSync(join(folder, 'cgroups'), lines(cgroups.map((cgroup) => cgroup.folder)));
  writeFileSync(join(folder, 'hierarchies'), lines(cgroups.map(({ hierarchy }) => hierarchy)));

  const inCgroups = [join(__dirname, 'in-cgroups.sh'), folder];
  const first = run.start(node, 'sh', [
    ...inCgroups,
    ...['unshare', '--net', '--mount', '--pid', '--uts', '--ipc', '--cgroup', '--fork', '--kill-child'],
    // Disks that are made later are seen; what the node mounts is its own.
    ...['--propagation', 'slave', '--mount-proc', 'sh', join(__dirname, 'node-init.sh'), folder, node],
  ]);
  await until(`the namespaces of ${node}`, async () => existsSync(join(folder, 'mounted')), {
    seconds: 20,
    processes: [first],
  });
  const pid = Number(readFileSync(`/proc/${first.pid}/task/${first.pid}/children`, 'utf8').trim());
  const enter = ['sh', ...inCgroups, 'nsenter', '--all', '--target', `${pid}`];
  return {
    folder,
    pid,
    enter,
    start: (name, program, args, env) => {
      const [shell = 'sh', ...words] = enter;
      return run.start(`${node}-${name}`, shell, [...words, program, ...args], env);
    },
    kill: () => void process.kill(pid, 'SIGKILL'),
  };
}
