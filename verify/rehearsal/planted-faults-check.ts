import { environmentCharts } from '../../bin/environment-charts';
import { rehearsalSubject } from '../../bin/rehearsal-subject';
import { loadEnvironment } from '../../config/load';
import type { RenderedEnvironment } from '../../rehearsal/acceptance/acceptance';
import { definitionsFor, installDefinitions } from '../../rehearsal/acceptance/definitions';
import { openCluster } from '../../rehearsal/cluster/open-cluster';
import type { RehearsalCluster } from '../../rehearsal/cluster/rehearsal-cluster';
import { removeLeftovers } from '../../rehearsal/cluster/run-folder';
import { apiDeployment } from '../../rehearsal/scenarios/api-workload';
import { rollOutWithin } from '../../rehearsal/scenarios/roll-out';
import type { Check } from '../check';
import { acceptanceFaults, findsFault } from './acceptance-faults';
import { temporaryFolder } from '../temporary-folder';
import { progress } from './progress';
import { scenarioFaults } from './scenario-faults';

/** The rehearsal is red when it should be: faults are planted, and each must be found, by its own words. */
export const plantedFaultsCheck: Check = {
  name: 'planted: the rehearsal finds every planted fault',
  async run() {
    removeLeftovers();
    const { kubernetesVersion } = loadEnvironment('rehearsal').cluster;
    const subject = rehearsalSubject(temporaryFolder('planted-assemblies'));
    const cluster = await openCluster(
      { cluster: 'fake', kubernetesMinor: kubernetesVersion },
      subject,
      progress,
    );
    try {
      const missed = [...(await missedByAcceptance(cluster)), ...(await missedByScenarios(cluster))];
      const planted = acceptanceFaults.length + scenarioFaults.length;
      return { passed: planted - missed.length, failures: missed };
    } finally {
      await cluster.stop();
    }
  },
};

async function missedByAcceptance(cluster: RehearsalCluster): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const fault of acceptanceFaults) {
    const words = await findsFault(cluster, renderedOf('production'), fault);
    if (words === null) missed.push(`acceptance does not find: ${fault.fault}`);
  }
  return missed;
}

async function missedByScenarios(cluster: RehearsalCluster): Promise<readonly string[]> {
  const sound = renderedOf('rehearsal');
  const objects = sound.charts.flatMap((chart) => chart.objects);
  await installDefinitions(cluster.api, await definitionsFor(objects));
  const missed: string[] = [];
  for (const { fault, scenario, plant, rollsOut, words } of scenarioFaults) {
    progress(`${scenario.name}: ${fault}`);
    const rendered = plant(sound);
    const kept = new Set(rendered.charts.flatMap((chart) => chart.objects));
    // Pods of another fault would be rolled over, one after the other.
    await cluster.api.delete(apiDeployment);
    for (const object of objects) {
      const isThere = [...kept].some(
        ({ kind, metadata }) => kind === object.kind && metadata.name === object.metadata.name,
      );
      if (!isThere) await cluster.api.delete(object);
    }
    if (!rollsOut) {
      const { faults } = await rollOutWithin({ cluster, rendered, progress }, 300);
      if (faults.length > 0) {
        missed.push(`${fault} cannot be rolled out: ${faults.join('; ')}`);
        continue;
      }
    }
    const { faults } = await scenario.run({ cluster, rendered, progress });
    if (!faults.some((found) => words.test(found))) {
      missed.push(`${scenario.name} does not find: ${fault}; it says: ${faults.join('; ') || 'nothing'}`);
    }
  }
  return missed;
}

function renderedOf(environment: 'production' | 'rehearsal'): RenderedEnvironment {
  return { environment, charts: environmentCharts(loadEnvironment(environment)) };
}
