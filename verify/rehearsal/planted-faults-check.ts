import { environmentCharts } from '../../bin/environment-charts';
import { environments, loadEnvironment } from '../../config/load';
import { nameOf, type RenderedEnvironment } from '../../rehearsal/acceptance/acceptance';
import { definitionsFor, installDefinitions } from '../../rehearsal/acceptance/definitions';
import type { ApiObject } from '../../rehearsal/cluster/api-server';
import { startFakeCluster } from '../../rehearsal/cluster/fake-cluster';
import type { RehearsalCluster } from '../../rehearsal/cluster/rehearsal-cluster';
import { removeLeftovers } from '../../rehearsal/cluster/run-folder';
import { kubernetesRelease } from '../../rehearsal/programs/kubernetes-release';
import { apiAutoscaler, apiDeployment } from '../../rehearsal/scenarios/api-workload';
import { rollOutWithin } from '../../rehearsal/scenarios/roll-out';
import type { Check } from '../check';
import { acceptanceFaults, findsFault } from './acceptance-faults';
import { progress } from './progress';
import { type ScenarioFault, scenarioFaults } from './scenario-faults';

const rollOutSecondsMax = 300;

/** The rehearsal is red when it should be: faults are planted, and each must be found, by its own words. */
export const plantedFaultsCheck: Check = {
  name: 'planted: the rehearsal finds every planted fault',
  async run() {
    removeLeftovers();
    const cluster = await startFakeCluster({
      release: kubernetesRelease(loadEnvironment('rehearsal').cluster.kubernetesVersion),
      environments: Object.values(environments),
      progress,
    });
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
  for (const planted of scenarioFaults) {
    progress(`${planted.scenario.name}: ${planted.fault}`);
    await removeAll(cluster, [apiDeployment, apiAutoscaler, ...without(objects, planted.plant(sound))]);
    const said = await faultsFound(cluster, planted, planted.plant(sound));
    if (!said.some((words) => planted.words.test(words))) {
      missed.push(
        `${planted.scenario.name} does not find: ${planted.fault}; it says: ${said.join('; ') || 'nothing'}`,
      );
    }
  }
  return missed;
}

/** What a scenario says of a planted fault, or what kept it from being played. */
async function faultsFound(
  cluster: RehearsalCluster,
  { scenario, rollsOut }: ScenarioFault,
  rendered: RenderedEnvironment,
): Promise<readonly string[]> {
  const stage = { cluster, rendered, progress };
  if (!rollsOut) {
    const { faults } = await rollOutWithin(stage, rollOutSecondsMax);
    if (faults.length > 0) return ['the fault cannot be rolled out', ...faults];
  }
  return (await scenario.run(stage)).faults;
}

/** Objects that an environment does not have any more. */
function without(objects: readonly ApiObject[], { charts }: RenderedEnvironment): readonly ApiObject[] {
  const names = new Set(charts.flatMap((chart) => chart.objects).map(nameOf));
  return objects.filter((object) => !names.has(nameOf(object)));
}

/**
 * The API's pods too, because those of the fault before would be rolled over one after the other; and its autoscaler, which
 * would go on telling of the pods that it had.
 */
async function removeAll({ api }: RehearsalCluster, objects: readonly ApiObject[]): Promise<void> {
  for (const object of objects) await api.delete(object);
}

function renderedOf(environment: 'production' | 'rehearsal'): RenderedEnvironment {
  return { environment, charts: environmentCharts(loadEnvironment(environment)) };
}
