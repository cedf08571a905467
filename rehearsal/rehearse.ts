import { InputError } from '../config/errors';
import { accept, type RenderedEnvironment } from './acceptance/acceptance';
import { readClusterResources } from './acceptance/deploy-handler/assembly';
import { definitionsFor, installDefinitions } from './acceptance/definitions';
import { rehearseDeploys } from './acceptance/deploy-handler/deploy-rehearsal';
import { type ClusterRequest, type ClusterSubject, openCluster } from './cluster/open-cluster';
import type { RehearsalCluster } from './cluster/rehearsal-cluster';
import { removeLeftovers } from './cluster/run-folder';
import type { Progress } from './programs/find-program';
import type { RehearsalReport, ReportRow } from './report';
import { chosenScenarios } from './scenarios/all-scenarios';
import type { Scenario, Stage } from './scenarios/scenario';

export type RehearsalRequest = ClusterRequest & {
  /** See `accept`. */
  readonly apply: boolean;
  /** Parts of names: only the scenarios that have one of them are played, after the roll-out. None: everything. */
  readonly only: readonly string[];
};

/** What is rehearsed, as data. */
export interface RehearsalSubject extends ClusterSubject {
  readonly rendered: readonly RenderedEnvironment[];
  /** Folders of two assemblies of one environment, as `DeploySubject` describes them. */
  readonly deploys: { readonly first: string; readonly second: string };
}

/** Kinds of nodes that the ways to a cluster bring. */
const nodesOf = { fake: 'fake', nodes: 'real', context: 'unknown' } as const;

/** Brings up a cluster, tries everything on it that it can show, and leaves nothing behind. */
export async function rehearse(
  request: RehearsalRequest,
  subject: RehearsalSubject,
  progress: Progress,
): Promise<RehearsalReport> {
  const started = Date.now();
  const chosen = chosenScenarios(nodesOf[request.cluster], request.only);
  for (const program of removeLeftovers())
    progress(`ended ${program}, which an earlier rehearsal left running`);
  const cluster = await openCluster(request, subject, progress);
  try {
    // What the API server says of an object has nothing to do with nodes; deploys of production find no images on real ones.
    const accepts = cluster.nodes !== 'real' && request.only.length === 0;
    const rows = accepts ? await acceptanceRows(cluster, subject, request, progress) : [];
    if (cluster.nodes !== 'unknown') rows.push(...(await scenarioRows(cluster, subject, chosen, progress)));
    const { kubernetesVersion, nodes } = cluster;
    return { kubernetesVersion, nodes, rows, seconds: (Date.now() - started) / 1000 };
  } finally {
    await cluster.stop();
  }
}

/** Every object through the API server; on a cluster of ours, also through the deploy's own functions. */
async function acceptanceRows(
  cluster: RehearsalCluster,
  { rendered, deploys }: Pick<RehearsalSubject, 'rendered' | 'deploys'>,
  { apply }: Pick<RehearsalRequest, 'apply'>,
  progress: Progress,
): Promise<ReportRow[]> {
  progress('sending every object of every environment to the API server');
  const started = Date.now();
  const { accepted, documented, findings, notes } = await accept(cluster, rendered, { apply });
  const refused = findings.filter(({ kind }) => kind === 'refused').length;
  const figures = { accepted, refused, warnings: findings.length - refused, documented };
  const rows: ReportRow[] = [
    {
      name: 'acceptance',
      outcome: findings.length === 0 ? 'passed' : 'failed',
      figure: `${accepted} objects of ${rendered.length} environments accepted, ${figures.refused} refused, ${figures.warnings} warnings, ${since(started)}; ${documented} more fit what AWS documents and nobody serves`,
      figures: { ...figures, seconds: (Date.now() - started) / 1000 },
      faults: findings.map(({ environment, object, message }) => `${environment}: ${object}: ${message}`),
      notes,
    },
  ];
  if (cluster.nodes !== 'unknown') {
    progress("deploying, updating, failing and deleting with the deploy's own functions, about 100 seconds");
    const subject = {
      first: readClusterResources(deploys.first),
      second: readClusterResources(deploys.second),
    };
    for (const { name, seconds, faults } of await rehearseDeploys(cluster, subject)) {
      rows.push({
        name: `deploy handler: ${name}`,
        outcome: faults.length === 0 ? 'passed' : 'failed',
        figure: `${seconds.toFixed(1)} s`,
        figures: { seconds },
        faults,
      });
    }
  }
  return rows;
}

async function scenarioRows(
  cluster: RehearsalCluster,
  { rendered, rolledOut }: RehearsalSubject,
  chosen: readonly Scenario[],
  progress: Progress,
): Promise<ReportRow[]> {
  const environment = rendered.find((candidate) => candidate.environment === rolledOut);
  if (!environment) {
    throw new InputError('rehearse', [
      { field: 'environment', got: rolledOut, allowed: rendered.map((one) => one.environment).join(', ') },
    ]);
  }
  const objects = environment.charts.flatMap((chart) => chart.objects);
  await installDefinitions(cluster.api, await definitionsFor(objects));
  const rows: ReportRow[] = [];
  for (const scenario of chosen) {
    progress(scenario.name);
    const row = await play(scenario, { cluster, rendered: environment, progress });
    // Whoever interrupts a long run has seen what it found.
    progress([row.outcome, row.figure, ...row.faults.slice(0, 3)].join(': '));
    rows.push(row);
  }
  return rows;
}

/** One that breaks off has failed, and the others still run. */
async function play({ name, hindrance, run }: Scenario, stage: Stage): Promise<ReportRow> {
  const reason = hindrance();
  if (reason !== null) return { name, outcome: 'skipped', figure: reason, figures: {}, faults: [] };
  try {
    const result = await run(stage);
    return { name, outcome: result.faults.length === 0 ? 'passed' : 'failed', ...result };
  } catch (error) {
    return { name, outcome: 'failed', figure: 'broke off', figures: {}, faults: [(error as Error).message] };
  }
}

const since = (started: number): string => `${((Date.now() - started) / 1000).toFixed(1)} s`;
