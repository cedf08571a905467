import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RunFolder } from '../cluster/run-folder';

/** A cgroup hierarchy of version 1, as `mount -o` names it, such as `memory` or `name=systemd`, and a node's part of it. */
export interface NodeCgroup {
  readonly hierarchy: string;
  readonly folder: string;
}

/**
 * Makes a cgroup for a node in every hierarchy, under the one of this process: what bounds the rehearsal bounds its
 * nodes.
 */
export function makeNodeCgroups(run: RunFolder, node: string): readonly NodeCgroup[] {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n');
  const cgroups = lines.flatMap((line): NodeCgroup[] => {
    const [, hierarchy = '', ...path] = line.split(':');
    // The one hierarchy of version 2 has no name.
    if (hierarchy === '') return [];
    const root = join('/sys/fs/cgroup', hierarchy.replace('name=', ''), path.join(':'));
    return [{ hierarchy, folder: join(root, `rehearsal-${basename(run.path)}-${node}`) }];
  });
  run.undoLater(['sh', join(__dirname, 'remove-cgroups.sh'), ...cgroups.map(({ folder }) => folder)]);
  for (const { hierarchy, folder } of cgroups) {
    mkdirSync(folder);
    // A new cpuset has neither CPUs nor memory, and takes no process.
    if (hierarchy.split(',').includes('cpuset')) {
      for (const file of ['cpuset.cpus', 'cpuset.mems'])
        writeFileSync(join(folder, file), readFileSync(join(folder, '..', file)));
    }
  }
  return cgroups;
}
