import { kubernetesRelease } from '../../../rehearsal/programs/kubernetes-release';
import { findProgram } from '../../../rehearsal/programs/find-program';
import type { Check } from '../../check';
import { progress } from '../progress';
import { type EdgeScenario, edgeFaults, edgeScenarios } from './edge-faults';
import { startProxyBench } from './proxy-bench';
import { environment, renderedEdge, type RenderedEdge } from './rendered-edge';

/** The rendered proxy and load balancer with traffic: sound as they are, and each planted fault is found. */
export const edgeCheck: Check = {
  name: 'edge: the rendered proxy answers as it should, and every planted fault is found',
  async run() {
    const release = kubernetesRelease(environment.cluster.kubernetesVersion);
    const traefik = await findProgram('traefik', release, progress);
    const failures: string[] = [];
    for (const [name, scenario] of Object.entries(edgeScenarios)) {
      const { figure, faults } = await played(traefik, scenario, renderedEdge());
      progress(`${name}: ${figure}`);
      failures.push(...faults.map((fault) => `${name}: ${fault}`));
    }
    for (const { fault, scenario, plant, words } of edgeFaults) {
      progress(`${scenario}: ${fault}`);
      const spoilt = renderedEdge();
      plant(spoilt);
      const { faults } = await played(traefik, edgeScenarios[scenario], spoilt);
      if (faults.some((said) => words.test(said))) continue;
      failures.push(`${scenario} does not find: ${fault}; it says: ${faults.join('; ') || 'nothing'}`);
    }
    const tried = Object.keys(edgeScenarios).length + edgeFaults.length;
    return { passed: Math.max(0, tried - failures.length), failures };
  },
};

async function played(traefik: string, scenario: EdgeScenario, edge: RenderedEdge) {
  const bench = await startProxyBench(traefik, edge);
  try {
    return await scenario(bench.entrance);
  } finally {
    await bench.stop();
  }
}
