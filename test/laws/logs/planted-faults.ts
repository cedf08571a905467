import { objectIn, type PlantedFault } from '../planted-fault';
import type { Json } from '../tree';

/** Changes one text of a file in a ConfigMap; it must be there. */
const edit = (name: string, file: string, from: string | RegExp, to: string) => (tree: Json) => {
  const { data } = objectIn(tree, 'ConfigMap', name);
  const changed = data[file].replace(from, to);
  if (changed === data[file]) throw new Error(`there is no ${from} in ${file} to plant a fault in`);
  data[file] = changed;
};

const agent = (from: string | RegExp, to: string) => edit('log-agent', 'config.alloy', from, to);
const loki = (from: string | RegExp, to: string) => edit('loki', 'loki.yaml', from, to);

const chunkRule = (tree: Json): Json =>
  Object.values<Json>(tree.stacks.find(({ noun }: Json) => noun === 'observability').template.Resources)
    .flatMap(({ Properties }) => Properties?.LifecycleConfiguration?.Rules ?? [])
    .find(({ Id }: Json) => Id === 'chunks');

export const logFaults: readonly PlantedFault[] = [
  {
    law: 'logStreamsAreFew',
    fault: 'a stream for each tenant',
    plant: agent('"level"]', '"level", "tenant"]'),
    seenAs: 'tenant is a label',
  },
  {
    law: 'logStreamsAreFew',
    fault: 'a label that is set last',
    plant: agent('stage.metrics {', 'stage.labels { values = { request = "" } }\n  stage.metrics {'),
    seenAs: 'labels are set after',
  },
  {
    law: 'logStreamsAreFew',
    fault: 'labels without bounds',
    plant: agent('stage.label_keep', 'stage.label_drop'),
    seenAs: 'nothing bounds the labels',
  },
  {
    law: 'tenantsAreMetadata',
    fault: 'lines of nobody',
    plant: agent(/(stage\.structured_metadata \{\s*values = \{ )tenant = "", /, '$1'),
    seenAs: 'do not say whose they are',
  },
  {
    law: 'logsAreRedacted',
    fault: 'tokens that pass',
    plant: agent('(\\\\beyJ', '(\\\\bnoJ'),
    seenAs: 'nothing takes out what begins with eyJ',
  },
  {
    law: 'logAgentOnlyReads',
    fault: 'an agent that reads secrets',
    plant: (tree) => objectIn(tree, 'Role', 'log-agent').rules[0].resources.push('secrets'),
    seenAs: 'reads secrets',
  },
  {
    law: 'logsAreKeptAsPromised',
    fault: 'a month of logs for a year',
    plant: loki('retention_period: 8760h', 'retention_period: 720h'),
    seenAs: 'kept for 30 days, not 365',
  },
  {
    law: 'logsAreKeptAsPromised',
    fault: 'logs that are never deleted',
    plant: loki('retention_enabled: true', 'retention_enabled: false'),
    seenAs: 'never deleted',
  },
  {
    law: 'logsAreKeptAsPromised',
    fault: 'logs that cannot be erased',
    plant: loki('filter-and-delete', 'disabled'),
    seenAs: 'cannot be erased',
  },
  {
    law: 'lifeCyclesSpareLogs',
    fault: 'a bucket that deletes before Loki does',
    plant: (tree) => (chunkRule(tree).ExpirationInDays = 365),
    seenAs: 'deletes at 365 days what Loki keeps for 365',
  },
  {
    law: 'lifeCyclesSpareLogs',
    fault: 'an index that is archived',
    plant: (tree) => delete chunkRule(tree).Prefix,
    seenAs: 'reaches the index',
  },
  {
    law: 'lifeCyclesSpareLogs',
    fault: 'Loki’s tenants switched on',
    plant: loki('auth_enabled: false', 'auth_enabled: true'),
    seenAs: 'reaches the index',
  },
  {
    law: 'lifeCyclesSpareLogs',
    fault: 'chunks in an archive that takes hours',
    plant: (tree) => (chunkRule(tree).Transitions[1].StorageClass = 'GLACIER'),
    seenAs: 'GLACIER, which does not answer at once',
  },
];
