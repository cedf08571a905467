import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rehearsalSubject } from '../../../bin/rehearsal-subject';
import { loadEnvironment } from '../../../config/load';
import { nameOf, type RenderedEnvironment } from '../../../rehearsal/acceptance/acceptance';
import { definitionsFor, installDefinitions } from '../../../rehearsal/acceptance/definitions';
import { openCluster, prepareCluster } from '../../../rehearsal/cluster/open-cluster';
import { until } from '../../../rehearsal/cluster/waiting';
import { endOnInterrupt } from '../../../rehearsal/interrupts';
import { isInOwnNamespaces, repeatInOwnNamespaces } from '../../../rehearsal/nodes/own-namespaces';
import { rollOutWithin } from '../../../rehearsal/scenarios/roll-out';
import type { Stage } from '../../../rehearsal/scenarios/scenario';
import { type NodeFault, nodeFaults } from './node-faults';

/** What is printed: one sentence for each planted fault that was not found. */
export type Missed = readonly string[];

const rollOutSecondsMax = 300;
const request = {
  cluster: 'nodes',
  kubernetesMinor: loadEnvironment('rehearsal').cluster.kubernetesVersion,
} as const;
const progress = (line: string): void => void process.stderr.write(`${line}\n`);

async function playInNamespaces(): Promise<Missed> {
  const subject = rehearsalSubject(mkdtempSync(join(tmpdir(), 'no-assemblies-')));
  const rendered = subject.rendered.find(({ environment }) => environment === subject.rolledOut)!;
  const cluster = await openCluster(request, subject, progress);
  try {
    const objects = rendered.charts.flatMap((chart) => chart.objects);
    await installDefinitions(cluster.api, await definitionsFor(objects));
    const sound: Stage = { cluster, rendered, progress };
    await rolledOut(sound);
    const missed: string[] = [];
    for (const fault of nodeFaults) missed.push(...(await missedBy(sound, fault)));
    return missed;
  } finally {
    await cluster.stop();
  }
}

/** Plants a fault, plays its scenario, and puts everything in order again. */
async function missedBy(sound: Stage, { fault, scenario, plant, words }: NodeFault): Promise<Missed> {
  sound.progress(`${scenario.name}: ${fault}`);
  const spoilt = plant(sound.rendered);
  await change(sound, spoilt, sound.rendered);
  const said = await scenario.run({ ...sound, rendered: spoilt }).then(
    ({ faults }) => faults,
    ({ message }: Error) => [message],
  );
  await change(sound, sound.rendered, spoilt);
  sound.progress(`it says: ${said.slice(0, 2).join('; ') || 'nothing'}`);
  if (said.some((sentence) => words.test(sentence))) return [];
  return [`${scenario.name} does not find: ${fault}; it says: ${said.join('; ') || 'nothing'}`];
}

/** Rolls an environment out in another's place, and removes what only the other had. */
async function change(stage: Stage, to: RenderedEnvironment, from: RenderedEnvironment): Promise<void> {
  await rolledOut({ ...stage, rendered: to });
  const left = new Set(to.charts.flatMap((chart) => chart.objects).map(nameOf));
  for (const object of from.charts.flatMap((chart) => chart.objects)) {
    if (!left.has(nameOf(object))) await stage.cluster.api.delete(object);
  }
  await untilOldPodsAreGone(stage);
}

/** The proxy's take requests for two minutes more, and would answer as before. */
const untilOldPodsAreGone = ({ cluster: { api } }: Stage): Promise<void> =>
  until(
    'pods of before to be gone',
    async () => (await api.list('v1', 'Pod')).every(({ metadata }) => !metadata.deletionTimestamp),
    { seconds: rollOutSecondsMax, everyMilliseconds: 1000 },
  );

async function rolledOut(stage: Stage): Promise<void> {
  const { faults } = await rollOutWithin(stage, rollOutSecondsMax);
  if (faults.length > 0) throw new Error(`it cannot be rolled out: ${faults.join('; ')}`);
}

async function play(): Promise<void> {
  const forget = endOnInterrupt();
  if (isInOwnNamespaces()) {
    process.stdout.write(JSON.stringify(await playInNamespaces()));
    return;
  }
  // There is no way out of the namespaces: what has to be fetched is fetched before.
  await prepareCluster(request, progress);
  forget();
  process.exitCode = await repeatInOwnNamespaces();
}

play().catch((error: Error) => {
  progress(error.message);
  process.exitCode = 2;
});
