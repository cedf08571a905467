import { join } from 'node:path';
import { loadEnvironment } from '../../config/load';
import { prepareCluster } from '../../rehearsal/cluster/open-cluster';
import { nodesHindrance } from '../../rehearsal/nodes/machine';
import type { RehearsalReport } from '../../rehearsal/report';
import { chosenScenarios } from '../../rehearsal/scenarios/all-scenarios';
import { start } from '../../servers/command';
import { NotInstalled, withoutInstalling } from '../../servers/tools/tool-cache';
import type { Check, CheckResult } from '../check';
import { judgeNodes } from './judge-nodes';
import { quickNodeScenarios } from './quick-node-scenarios';
import { progress } from './progress';

const command = join(__dirname, '../../bin/launch-cli.js');

/**
 * `platform rehearse --cluster nodes`: the quick scenarios, and all that are proven when it is asked for by its name
 * (`npm run verify 'real nodes'`). Builds nothing: where the cache lacks a program, as where the machine has no real
 * nodes, every scenario is skipped; `npx platform rehearse --cluster nodes --prepare` fills the cache.
 */
export const realNodesCheck: Check = {
  name: 'rehearsal: real nodes',
  async run({ isAskedFor }) {
    const wanted = (isAskedFor ? chosenScenarios('real', []) : quickNodeScenarios).map(({ name }) => name);
    const reason = nodesHindrance() ?? (await missingSoftware());
    if (reason !== null) return { passed: 0, failures: [], skipped: wanted.map(() => reason) };
    return rehearsed(wanted);
  },
};

/** What of the nodes' software is not in the cache, in one sentence; null: all is. Images of it are made, if need be. */
async function missingSoftware(): Promise<string | null> {
  const { kubernetesVersion: kubernetesMinor } = loadEnvironment('rehearsal').cluster;
  try {
    await withoutInstalling(() => prepareCluster({ cluster: 'nodes', kubernetesMinor }, progress));
    return null;
  } catch (error) {
    if (error instanceof NotInstalled) return `real nodes lack software: ${error.message}`;
    throw error;
  }
}

async function rehearsed(wanted: readonly string[]): Promise<CheckResult> {
  const child = start(process.execPath, [
    ...[command, 'rehearse', '--cluster', 'nodes', '--json'],
    ...['--only', ...wanted],
  ]);
  let report = '';
  let told = '';
  child.stdout?.on('data', (data) => (report += data));
  child.stderr?.on('data', (data) => {
    told += data;
    process.stdout.write(data);
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  // 2: it could not run, and says why.
  if (code !== 0 && code !== 1) throw new Error(`platform rehearse ended with ${code}: ${told.slice(-2000)}`);
  return judgeNodes(wanted, JSON.parse(report) as RehearsalReport);
}
