import type { Json, Law, Tree } from '../tree';
import { alertmanagerSettings, alertRules } from './rendered-alerting';

/** Receiver of each severity. */
const ends: Readonly<Record<string, string>> = {
  critical: 'page',
  warning: 'notice',
  heartbeat: 'heartbeat',
};

/**
 * Each alert ends at the receiver of its severity: what is critical at any hour, a warning in working hours alone, the
 * heartbeat outside the cluster. amtool asks the same of the real thing in `npm run verify alerts`.
 */
export const alertsEndAtTheirReceiver: Law = (tree) => {
  const { route } = alertmanagerSettings(tree);
  return alertRules(tree).flatMap(({ alert, labels }) => {
    const end = routeOf(route, { alertname: alert, ...labels });
    const expected = ends[labels.severity ?? ''];
    return end.receiver === expected
      ? hours(alert, end)
      : [`${alert}: ends at ${end.receiver}, not at ${expected}`];
  });
};

/** An alert that no route knows. */
export const unknownAlertsPage: Law = (tree) => {
  const { receiver } = routeOf(alertmanagerSettings(tree).route, {
    alertname: 'Unknown',
    severity: 'unknown',
  });
  return receiver === 'page' ? [] : [`an alert that no route knows ends at ${receiver}`];
};

/** With a key there are pages and notices, by a file; on AWS there is somebody who misses the heartbeat. */
export const receiversReachSomebody: Law = (tree) => {
  const { receivers }: { receivers: Json[] } = alertmanagerSettings(tree);
  const settingsOf = (name: string, kind: string): Json[] =>
    receivers.find((receiver) => receiver.name === name)?.[kind] ?? [];
  const { paging } = tree.environment.observability;
  return [
    ...(paging.routingKeySecretName === null ? [] : ['page', 'notice'])
      .filter((name) => !settingsOf(name, 'pagerduty_configs').some((event) => event.routing_key_file))
      .map((name) => `${name} does not reach PagerDuty by a key of a file`),
    ...(tree.environment.deploysTo === 'aws' && settingsOf('heartbeat', 'sns_configs').length === 0
      ? ['the heartbeat reaches nobody outside the cluster']
      : []),
  ];
};

/** Alerts of one component and severity make one incident, not one each. */
export const oneFaultIsOneIncident: Law = (tree: Tree) => {
  const { route } = alertmanagerSettings(tree);
  return JSON.stringify(route.group_by) === '["component"]' && !route.routes.some((one: Json) => one.group_by)
    ? []
    : ['alerts are not grouped by their component alone'];
};

const hours = (alert: string, { receiver, active_time_intervals: active }: Json): string[] => {
  if (receiver === 'notice') return active?.length ? [] : [`${alert}: a warning pages at night`];
  return active?.length ? [`${alert}: is not told at every hour`] : [];
};

/** The first route whose matchers all hold, as Alertmanager takes it; else the root. */
const routeOf = (root: Json, labels: Readonly<Record<string, string>>): Json =>
  root.routes.find((route: Json) =>
    route.matchers.every((matcher: string) => {
      const [, label = '', value] = /^(\w+)="([^"]*)"$/.exec(matcher) ?? [];
      return labels[label] === value;
    }),
  ) ?? root;
