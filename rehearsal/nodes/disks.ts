import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeLabels } from '../../config/contract';
import type { RunFolder } from '../cluster/run-folder';
import type { MakeDisk } from '../cluster/volumes';
import { run as runProgram } from '../../servers/command';
import type { NodePlan } from './node-plan';

/**
 * Disks of their own size that outlive their pods and nodes, and are seen in one zone, as those of EBS. They are in memory,
 * which is used as far as they are full. Call it before there are nodes: what is mounted in its folder afterwards, they see.
 */
export async function diskMaker(run: RunFolder, plans: readonly NodePlan[]): Promise<MakeDisk> {
  const folder = run.file('disks');
  mkdirSync(folder);
  run.undoLater(['umount', '--recursive', '--lazy', folder]);
  await runProgram('mount', ['--bind', folder, folder]);
  await runProgram('mount', ['--make-shared', folder]);
  return async ({ volume, storage, node }) => {
    const path = join(folder, volume);
    const zone = plans.find(({ name }) => name === node)?.labels[nodeLabels.zone];
    if (zone === undefined) throw new Error(`no node ${node} is planned`);
    if (!existsSync(path)) {
      mkdirSync(path);
      await runProgram('mount', ['-t', 'tmpfs', '-o', `size=${storage.replace('i', '')}`, 'disk', path]);
    }
    return {
      local: { path },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: nodeLabels.zone, operator: 'In', values: [zone] }] },
          ],
        },
      },
    };
  };
}
