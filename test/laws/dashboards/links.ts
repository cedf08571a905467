import { logLabels, logNamespaces } from '../../../config/logs';
import { objectsOfKind, podTemplates } from '../kubernetes-objects';
import type { Json, Law, Tree } from '../tree';
import { dashboardsOf } from './dashboards';
import { logMatchersOf, syntaxFault } from './queries';
import { type RenderedAlert, renderedAlerts } from './rule-files';

/** Each alert but the heartbeat leads to a panel that there is, that explains it, and that shows something at once. */
export const alertsLeadToPanels: Law = (tree) => {
  const dashboards = dashboardsOf(tree);
  const root = rootUrl(tree);
  return renderedAlerts(tree)
    .filter(({ severity }) => severity !== 'heartbeat')
    .flatMap((alert) => {
      const fault = alert.panelUrl === '' ? 'leads to no panel' : panelFault(alert, root, dashboards);
      return fault === null ? [] : [`alert ${alert.name}: ${fault}`];
    });
};

const rootUrl = (tree: Tree): string =>
  /^root_url = (.+)\/$/m.exec(
    (objectsOfKind(tree, 'ConfigMap').find(({ metadata }) => metadata.name === 'grafana-settings') as Json)
      ?.data['grafana.ini'],
  )?.[1] ?? '';

function panelFault(
  { name, panelUrl }: RenderedAlert,
  root: string,
  dashboards: readonly Json[],
): string | null {
  const url = new URL(panelUrl);
  if (url.origin !== root) return `leads to ${url.origin}, and Grafana is at ${root}`;
  const uid = url.pathname.replace('/d/', '');
  const dashboard = dashboards.find((one) => one.uid === uid);
  if (!dashboard) return `leads to the dashboard ${uid}, which is not there`;
  const id = url.searchParams.get('viewPanel');
  const panel = dashboard.panels.find((one: Json) => one.type !== 'row' && `panel-${one.id}` === id);
  if (!panel) return `leads to ${uid}, ${id}, which is not there`;
  if (!panel.description.includes(`docs/runbooks/${name}.md`))
    return `leads to panel ${uid}/${panel.title}, which explains others`;
  const picked = [...url.searchParams.keys()].filter((key) => key.startsWith('var-'));
  const variables: Json[] = dashboard.templating.list;
  const asked = variables.filter((one) =>
    panel.targets.some(({ expr }: Json) => expr.includes(`$${one.name}`)),
  );
  const unknown = picked.find((key) => !variables.some((one) => key === `var-${one.name}`));
  if (unknown) return `picks ${unknown}, which ${uid} does not have`;
  const unpicked = asked.find((one) => !one.multi && !picked.includes(`var-${one.name}`));
  return unpicked ? `leads to panel ${uid}/${panel.title} without picking a ${unpicked.name}` : null;
}

/** Each link of a panel into Loki asks, in LogQL, for streams that the agent makes. */
export const panelsLeadToLogs: Law = (tree) => {
  const workloads = new Set(
    podTemplates(tree).flatMap(({ labels }) => labels['app.kubernetes.io/name'] ?? []),
  );
  const links = dashboardsOf(tree).flatMap(({ uid, panels }) =>
    panels.flatMap(({ title, links = [], fieldConfig }: Json) =>
      [...links, ...(fieldConfig?.defaults?.links ?? [])]
        .filter(({ url }: Json) => url.startsWith('/explore?'))
        .map(({ url }: Json) => ({ place: `panel ${uid}/${title}`, url })),
    ),
  );
  if (links.length === 0) return ['no panel leads to logs'];
  return links.flatMap(({ place, url }) =>
    logFaults(url, workloads).map((fault) => `${place}: leads to logs ${fault}`),
  );
};

function logFaults(url: string, workloads: ReadonlySet<string>): string[] {
  const panes = JSON.parse(new URL(url, 'http://grafana').searchParams.get('panes')!);
  const expression: string = panes.logs.queries[0].expr;
  const fault = syntaxFault('logql', expression);
  if (fault !== null) return [`that cannot be read at: ${fault}`];
  return logMatchersOf(expression).flatMap(({ label, value }) => {
    if (!(logLabels as readonly string[]).includes(label)) return [`by ${label}, which is no label of them`];
    if (value.includes('$')) return [];
    const known: ReadonlySet<string> | undefined =
      label === 'namespace' ? new Set(logNamespaces) : label === 'app' ? workloads : undefined;
    return value
      .split('|')
      .filter((one) => known && !known.has(one))
      .map((one) => `of ${label} ${one}, which writes none`);
  });
}
