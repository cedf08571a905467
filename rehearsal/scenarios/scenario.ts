import type { RenderedEnvironment } from '../acceptance/acceptance';
import type { Nodes, RehearsalCluster } from '../cluster/rehearsal-cluster';
import type { Progress } from '../programs/find-program';

/** Where a scenario plays. */
export interface Stage {
  readonly cluster: RehearsalCluster;
  /** What is rolled out: the environment `rehearsal`. */
  readonly rendered: RenderedEnvironment;
  readonly progress: Progress;
}

/** What a scenario measured, and what was not as it should be. */
export interface ScenarioResult {
  /** For people, such as `13 pods Ready after 9.1 s (at most 300 s)`. */
  readonly figure: string;
  /** For programs; names carry their unit. */
  readonly figures: Readonly<Record<string, number>>;
  /** Empty when it passed. */
  readonly faults: readonly string[];
  /** What a reader should know, such as what was not tried. */
  readonly notes?: readonly string[];
}

/** One thing that the platform must survive, with a pass line and a figure. */
export interface Scenario {
  readonly name: string;
  /** Kinds of nodes on which it says something. */
  readonly nodes: readonly Nodes[];
  /** Why this machine cannot run it; null when it can. */
  readonly hindrance: () => string | null;
  readonly run: (stage: Stage) => Promise<ScenarioResult>;
}
