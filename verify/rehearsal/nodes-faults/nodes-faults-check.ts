import { join } from 'node:path';
import { nodesHindrance } from '../../../rehearsal/nodes/machine';
import { start } from '../../../servers/command';
import type { Check } from '../../check';
import { progress } from '../progress';
import { nodeFaults } from './node-faults';
import type { Missed } from './play';

const script = join(__dirname, 'play.ts');

/** Plants faults in what runs on real nodes, about ten minutes. */
export const nodesFaultsCheck: Check = {
  name: 'nodes: the rehearsal on real nodes finds every planted fault',
  async run() {
    const reason = nodesHindrance();
    if (reason !== null) return { passed: 0, failures: [], skipped: nodeFaults.map(() => reason) };
    // Namespaces of its own are had by a process that starts itself again.
    const child = start(process.execPath, ['-r', 'ts-node/register', script]);
    let said = '';
    child.stdout?.on('data', (data) => (said += data));
    child.stderr?.on('data', (data) => progress(String(data).trimEnd()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`planting on real nodes ended with ${code}`);
    const missed = JSON.parse(said) as Missed;
    return { passed: nodeFaults.length - missed.length, failures: missed };
  },
};
