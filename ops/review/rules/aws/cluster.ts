import type { Assessment } from '../../change';
import { textAt } from '../reading/values';
import type { AwsRule } from '../rule';
import { differs, type Setting, settingsRule, switchedOff } from './setting';

const type = 'AWS::EKS::Cluster';

/** Abilities of Auto Mode that everything on the cluster stands on. */
const abilities: readonly (readonly [path: readonly string[], why: string])[] = [
  [['ComputeConfig', 'Enabled'], 'Auto Mode buys no nodes any more and takes the existing ones away.'],
  [['StorageConfig', 'BlockStorage', 'Enabled'], 'Pods with volumes no longer start.'],
  [
    ['KubernetesNetworkConfig', 'ElasticLoadBalancing', 'Enabled'],
    'Load balancers are no longer looked after.',
  ],
];

export const clusterSettings: readonly Setting[] = [
  ...abilities.map(([path, why]): Setting => ({ type, path, worse: switchedOff, risk: 'downtime', why })),
  {
    type: 'AWS::EKS::Addon',
    path: ['AddonVersion'],
    worse: differs,
    risk: 'restart',
    why: (before, after) =>
      `The add-on’s pods are replaced by version ${after} instead of ${before}, one after the other.`,
  },
  {
    type: 'AWS::EKS::Addon',
    path: ['ConfigurationValues'],
    worse: differs,
    risk: 'restart',
    why: 'The add-on’s pods are replaced with other settings, one after the other.',
  },
  {
    type: 'AWS::EKS::Cluster',
    path: ['UpgradePolicy', 'SupportType'],
    worse: (before, after) => before === 'EXTENDED' && after === 'STANDARD',
    risk: 'restart',
    why: 'EKS upgrades the cluster by itself when standard support of its version ends.',
  },
];

/**
 * EKS upgrades the API server without an interruption, one minor version at a time; Auto Mode then replaces the nodes,
 * within the pools' and the pods' disruption budgets.
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-upgrade.html
 */
const version: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== type) return [];
  const [old, now] = [before, after].map(({ body }) => textAt(body, 'Properties', 'Version'));
  const [from, to] = [old, now].map((text) => Number(text?.split('.')[1] ?? NaN));
  if (old === now || Number.isNaN(from) || Number.isNaN(to)) return [];
  return [upgrade((to ?? 0) - (from ?? 0), now ?? '')];
};

function upgrade(minors: number, version: string): Assessment {
  if (minors === 1) {
    return {
      risk: 'restart',
      why: `The control plane goes to ${version} without an interruption, then Auto Mode replaces all nodes, pool by pool, over some hours.`,
      instead: 'Check with EKS’s upgrade insights that no API is used that the version drops.',
    };
  }
  return {
    risk: 'downtime',
    why:
      minors < 0
        ? `EKS goes back to ${version} within seven days of the upgrade alone; later the deploy fails or asks for a new cluster.`
        : `EKS refuses to skip versions on the way to ${version}: the deploy fails and rolls back.`,
    instead: minors < 0 ? 'Go back by hand within the seven days.' : 'Go one minor version at a time.',
  };
}

/** What a running cluster does when its settings change. */
export const cluster: AwsRule = (change, world) => [
  ...settingsRule(clusterSettings)(change, world),
  ...version(change, world),
];
