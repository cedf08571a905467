import { alertsCheck } from './alerts/alerts-check';
import { runningAlertmanagersCheck } from './alerts/running-alertmanagers-check';
import { cfnLint } from './cfn-lint';
import type { Check } from './check';
import { dashboardsCheck } from './dashboards/dashboards-check';
import { exposedMetricsCheck } from './dashboards/exposed-metrics-check';
import { documentedCommands } from './documented-commands/documented-commands';
import { emulator } from './emulator/emulator';
import { isolationCheck } from './isolation/isolation-check';
import { kubeconform } from './kubeconform';
import { logsCheck } from './logs/logs-check';
import { mutatedConfigs } from './mutated-configs';
import { preflightOnMoto } from './preflight/preflight-on-moto';
import { publishedLibrary } from './published-library';
import { contextCheck } from './rehearsal/context-check';
import { edgeCheck } from './rehearsal/edge/edge-check';
import { nodesFaultsCheck } from './rehearsal/nodes-faults/nodes-faults-check';
import { plantedFaultsCheck } from './rehearsal/planted-faults-check';
import { realNodesCheck } from './rehearsal/real-nodes-check';
import { rehearsalCheck } from './rehearsal/rehearsal-check';
import { reviewLiveCluster } from './rehearsal/review-live-check';
import { reviewCorpus } from './review-corpus';
import { reviewLive } from './review-live';
import { servers } from './servers';
import { statusCheck } from './status/status-check';
import { templateDiff } from './template-diff';

/** Checks that run one after the other. Lanes run beside one another: most of what a check does is to wait. */
export interface Lane {
  readonly name: string;
  /**
   * As `nice` has it. A cluster counts every request that is late, so whoever only computes gives way.
   */
  readonly niceness: number;
  readonly checks: readonly Check[];
}

export const lanes: readonly Lane[] = [
  {
    name: 'clusters',
    niceness: 0,
    checks: [rehearsalCheck, realNodesCheck, contextCheck, reviewLiveCluster],
  },
  {
    name: 'faults',
    niceness: 0,
    checks: [plantedFaultsCheck, edgeCheck, runningAlertmanagersCheck, statusCheck, logsCheck],
  },
  { name: 'servers', niceness: 5, checks: [servers, isolationCheck, exposedMetricsCheck, dashboardsCheck] },
  {
    name: 'texts',
    niceness: 15,
    checks: [
      cfnLint,
      kubeconform,
      alertsCheck,
      templateDiff,
      documentedCommands,
      publishedLibrary,
      mutatedConfigs,
      reviewCorpus,
      reviewLive,
      emulator,
      preflightOnMoto,
    ],
  },
];

/** Run only when they are asked for by their names. */
export const onDemand: readonly Check[] = [nodesFaultsCheck];
