import * as units from '@grafana/grafana-foundation-sdk/units';
import { dataSources } from '../../../config/dashboards';
import { objectsOfKind } from '../kubernetes-objects';
import type { Json, Law, Tree } from '../tree';
import { selectorFaults } from './catalogue';
import { asked, selectorsOf, syntaxFault } from './queries';
import { alertsOf, recordedSeries, ruleExpressions } from './rule-files';

/** Every dashboard that a chart gives Grafana. */
export const dashboardsOf = (tree: Tree): Json[] =>
  objectsOfKind(tree, 'ConfigMap')
    .filter(({ metadata }) => metadata.name.startsWith('grafana-dashboard-'))
    .filter(({ metadata }) => metadata.name !== 'grafana-dashboard-files')
    .flatMap(({ data }: Json) => Object.values<string>(data).map((text) => JSON.parse(text)));

interface Placed {
  readonly place: string;
  readonly panel: Json;
}

const panelsOf = (tree: Tree): Placed[] =>
  dashboardsOf(tree).flatMap(({ uid, panels }) =>
    panels
      .filter(({ type }: Json) => type !== 'row')
      .map((panel: Json) => ({ place: `panel ${uid}/${panel.title}`, panel })),
  );

const inPanels = (tree: Tree, faults: (panel: Json) => readonly string[]): string[] =>
  panelsOf(tree).flatMap(({ place, panel }) => faults(panel).map((fault) => `${place}: ${fault}`));

const knownUnits = new Set<unknown>(Object.values(units));

/** A figure whose meaning one has to guess is worse than none. */
export const panelsSayWhatTheyShow: Law = (tree) =>
  inPanels(tree, ({ type, description, fieldConfig, targets }) => [
    ...(description ? [] : ['has no description']),
    ...(type === 'logs' || knownUnits.has(fieldConfig?.defaults?.unit) ? [] : ['has no unit of Grafana’s']),
    ...((targets ?? []).length > 0 ? [] : ['asks nothing']),
  ]);

/** Panel ids are addresses: two of one id on a dashboard, and a link leads to either. */
export const panelsHaveAddresses: Law = (tree) =>
  dashboardsOf(tree).flatMap(({ uid, panels }) => {
    const ids = panels.map(({ id }: Json) => id);
    return ids
      .filter((id: number, index: number) => ids.indexOf(id) !== index)
      .map((id: number) => `dashboard ${uid}: two panels are ${id}`);
  });

/** Every query of every panel parses, and asks for what exists and is kept. */
export const queriesAskForWhatExists: Law = (tree) => {
  const recorded = recordedSeries(tree);
  return inPanels(tree, ({ type, targets }) =>
    targets.flatMap(({ expr }: Json) => {
      const expression = asked(expr);
      const fault = syntaxFault(type === 'logs' ? 'logql' : 'promql', expression);
      if (fault !== null) return [`${expr} cannot be read at: ${fault}`];
      return type === 'logs'
        ? []
        : selectorsOf(expression).flatMap((selector) => selectorFaults(selector, recorded));
    }),
  );
};

/** So do the rules. */
export const rulesAskForWhatExists: Law = (tree) => {
  const recorded = recordedSeries(tree);
  return ruleExpressions(tree).flatMap(({ rule, expression }) => {
    const fault = syntaxFault('promql', expression);
    const faults =
      fault === null
        ? selectorsOf(expression).flatMap((selector) => selectorFaults(selector, recorded))
        : [`cannot be read at: ${fault}`];
    return faults.map((one) => `rule ${rule}: ${one}`);
  });
};

/** Panels name the runbooks of their alerts; both must be there. */
export const panelsNameAlerts: Law = (tree) => {
  const alerts = alertsOf(tree);
  return inPanels(tree, ({ description }) =>
    [...String(description).matchAll(/docs\/runbooks\/(\w+)\.md/g)]
      .map(([, alert]) => alert!)
      .filter((alert) => !alerts.has(alert))
      .map((alert) => `explains the alert ${alert}, which no rule raises`),
  );
};

/** A dashboard that asks an unknown data source is empty. */
export const dataSourcesExist: Law = (tree) =>
  dashboardsOf(tree).flatMap((dashboard) =>
    [
      ...new Set(
        [...JSON.stringify(dashboard).matchAll(/"datasource":\{"type":"(\w*)","uid":"([^"]*)"/g)].map(
          ([, type, uid]) => `${type} ${uid}`,
        ),
      ),
    ]
      .filter((found) => !Object.entries(dataSources).some(([uid, { type }]) => found === `${type} ${uid}`))
      .map((found) => `dashboard ${dashboard.uid}: there is no data source ${found}`),
  );
