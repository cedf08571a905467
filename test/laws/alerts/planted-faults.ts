import { parse, stringify } from 'yaml';
import { objectIn, type PlantedFault } from '../planted-fault';
import type { Json } from '../tree';

/** Changes a file of a ConfigMap. */
function edit(tree: Json, configMap: string, file: string, change: (settings: Json) => void): void {
  const { data } = objectIn(tree, 'ConfigMap', configMap);
  const settings = parse(data[file]);
  change(settings);
  data[file] = stringify(settings);
}

const ruleIn = (settings: Json, name: string): Json =>
  settings.groups.flatMap(({ rules }: Json) => rules).find(({ alert }: Json) => alert === name);

const editRule = (tree: Json, change: (rule: Json) => void): void =>
  edit(tree, 'prometheus', 'rules.yml', (settings) => change(ruleIn(settings, 'NodeLost')));

const editAlertmanager = (tree: Json, change: (settings: Json) => void): void =>
  edit(tree, 'alertmanager', 'alertmanager.yml', change);

export const alertFaults: readonly PlantedFault[] = [
  {
    law: 'alertsAreEquipped',
    fault: 'an alert without a severity',
    plant: (tree) => editRule(tree, (rule) => delete rule.labels.severity),
    seenAs: 'NodeLost: its severity is not said',
  },
  {
    law: 'alertsAreEquipped',
    fault: 'an alert that is nobody’s',
    plant: (tree) => editRule(tree, (rule) => delete rule.labels.owner),
    seenAs: 'NodeLost: its owner is not said',
  },
  {
    law: 'alertsAreEquipped',
    fault: 'an alert of no component',
    plant: (tree) => editRule(tree, (rule) => delete rule.labels.component),
    seenAs: 'NodeLost: it belongs to no component',
  },
  {
    law: 'alertsAreEquipped',
    fault: 'an alert that does not say what customers feel',
    plant: (tree) => editRule(tree, (rule) => delete rule.annotations.summary),
    seenAs: 'NodeLost: it has no summary',
  },
  {
    law: 'alertsAreEquipped',
    fault: 'an alert with the runbook of another',
    plant: (tree) => editRule(tree, (rule) => (rule.annotations.runbook = 'docs/runbooks/PodsCrashing.md')),
    seenAs: 'NodeLost: it does not name its runbook',
  },
  {
    law: 'alertsAreEquipped',
    fault: 'an alert that nobody wrote a runbook for',
    plant: (tree) => editRule(tree, (rule) => (rule.alert = 'NodeLonely')),
    seenAs: 'docs/runbooks/NodeLonely.md does not exist',
  },
  {
    law: 'alertsAreEquipped',
    fault: 'an alert that no test shows firing',
    plant: (tree) => editRule(tree, (rule) => (rule.alert = 'NodeLonely')),
    seenAs: 'NodeLonely: no test shows when it fires',
  },
  {
    law: 'alertsAreEquipped',
    fault: 'no alerts at all',
    plant: (tree) => edit(tree, 'prometheus', 'rules.yml', (settings) => (settings.groups = [])),
    seenAs: 'there is no alert',
  },
  {
    law: 'alertsOffExist',
    fault: 'an alert turned off by a name that there is not',
    plant: (tree) =>
      (tree.environment.observability.alertsOff = {
        NodeLos: { enabled: false, reason: 'spot nodes come and go here all day' },
      }),
    seenAs: 'observability.alertsOff.NodeLos: there is no such alert',
  },
  {
    law: 'alertsEndAtTheirReceiver',
    fault: 'warnings that page',
    plant: (tree) =>
      editAlertmanager(tree, ({ route }) => {
        route.routes = route.routes.filter(({ receiver }: Json) => receiver !== 'notice');
      }),
    seenAs: /ApiSlow: ends at page, not at notice/,
  },
  {
    law: 'alertsEndAtTheirReceiver',
    fault: 'warnings that are told at night',
    plant: (tree) =>
      editAlertmanager(tree, ({ route }) => {
        for (const one of route.routes) delete one.active_time_intervals;
      }),
    seenAs: 'ApiSlow: a warning pages at night',
  },
  {
    law: 'alertsEndAtTheirReceiver',
    fault: 'a critical alert that waits for the morning',
    plant: (tree) =>
      editAlertmanager(tree, ({ route }) => {
        route.active_time_intervals = ['working-hours'];
      }),
    seenAs: 'NodeLost: is not told at every hour',
  },
  {
    law: 'unknownAlertsPage',
    fault: 'an alert that nobody routed and nobody hears of',
    plant: (tree) => editAlertmanager(tree, ({ route }) => (route.receiver = 'heartbeat')),
    seenAs: 'an alert that no route knows ends at heartbeat',
  },
  {
    law: 'receiversReachSomebody',
    fault: 'a routing key that is not a file’s',
    plant: (tree) =>
      editAlertmanager(tree, ({ receivers }) => {
        for (const receiver of receivers) receiver.pagerduty_configs = [{ routing_key: 'secret' }];
      }),
    seenAs: 'page does not reach PagerDuty by a key of a file',
  },
  {
    law: 'receiversReachSomebody',
    fault: 'a heartbeat that stays in the cluster',
    plant: (tree) =>
      editAlertmanager(tree, ({ receivers }) => {
        for (const receiver of receivers) delete receiver.sns_configs;
      }),
    seenAs: 'the heartbeat reaches nobody outside the cluster',
  },
  {
    law: 'oneFaultIsOneIncident',
    fault: 'a page for each alert',
    plant: (tree) => editAlertmanager(tree, ({ route }) => (route.group_by = ['...'])),
    seenAs: 'alerts are not grouped by their component alone',
  },
];
