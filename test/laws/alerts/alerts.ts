import type { Law } from '../tree';
import { type AlertRule, alertRules } from './rendered-alerting';

/** What is written for alerts, by their names. */
export interface Written {
  /** Of docs/runbooks, without `.md`. */
  readonly runbooks: readonly string[];
  /** Of test/alerts. */
  readonly tests: readonly string[];
}

const severities = ['critical', 'warning', 'heartbeat'];
const owners = ['platform', 'product'];

/** Each alert says how urgent it is, whose it is and what customers feel, and has a runbook and a test. */
export const alertsAreEquipped =
  ({ runbooks, tests }: Written): Law =>
  (tree) => {
    const rules = alertRules(tree);
    if (rules.length === 0) return ['there is no alert'];
    return rules.flatMap((rule) =>
      faultsOf(rule, { runbooks, tests }).map((fault) => `${rule.alert}: ${fault}`),
    );
  };

function faultsOf({ alert, labels, annotations }: AlertRule, { runbooks, tests }: Written): string[] {
  const { severity = '', owner = '', component } = labels;
  return [
    ...(severities.includes(severity) ? [] : [`its severity is ${severity || 'not said'}`]),
    ...(owners.includes(owner) ? [] : [`its owner is ${owner || 'not said'}`]),
    ...(component ? [] : ['it belongs to no component']),
    ...(annotations.summary ? [] : ['it has no summary']),
    ...(annotations.runbook === `docs/runbooks/${alert}.md` ? [] : ['it does not name its runbook']),
    ...(runbooks.includes(alert) ? [] : [`docs/runbooks/${alert}.md does not exist`]),
    // The heartbeat is never silent, which a test of silence would have to show.
    ...(severity === 'heartbeat' || tests.includes(alert) ? [] : ['no test shows when it fires']),
  ];
}

/** An environment turns off only alerts that there are; else a misspelt name would turn off nothing, unseen. */
export const alertsOffExist =
  (names: readonly string[]): Law =>
  ({ environment }) =>
    Object.keys(environment.observability.alertsOff)
      .filter((name) => !names.includes(name))
      .map((name) => `observability.alertsOff.${name}: there is no such alert`);
