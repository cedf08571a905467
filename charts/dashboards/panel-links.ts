import { DashboardLinkBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { DataSourceUid } from '../../config/dashboards';
import { runbookPath } from '../../config/monitoring';
import type { DashboardRow, Panel } from '../dashboard-row';

/** Where runbooks can be read: an address of the repository's files; null: nowhere but in the repository. */
export type SourceUrl = string | null;

/** A panel leads to the runbooks of its alerts, where these have an address. */
export const runbookLinks = ({ alerts = [] }: Panel, sourceUrl: SourceUrl): DashboardLinkBuilder[] =>
  sourceUrl === null
    ? []
    : alerts.map((alert) =>
        new DashboardLinkBuilder(`Runbook: ${alert}`)
          .url(`${sourceUrl}/${runbookPath(alert)}`)
          .targetBlank(true),
      );

/** A panel leads to the log lines behind its row. */
export const rowLogLinks = ({ logs }: DashboardRow): DashboardLinkBuilder[] =>
  logs === null ? [] : [logLink('Logs', logs)];

/** A value of a pod leads to the log lines of that pod. */
export const podLogLinks = ({ queries }: Panel): DashboardLinkBuilder[] =>
  queries.some(({ legend }) => legend.includes('{{pod}}'))
    ? [logLink('Logs of this pod', '{pod="${__field.labels.pod}"}')]
    : [];

/** Grafana's Explore, with a query and the panel's time. https://grafana.com/docs/grafana/latest/explore/get-started-with-explore/ */
function logLink(title: string, expression: string): DashboardLinkBuilder {
  const datasource: DataSourceUid = 'loki';
  const panes = JSON.stringify({
    logs: {
      datasource,
      queries: [{ refId: 'A', datasource: { type: 'loki', uid: datasource }, expr: expression }],
      range: { from: '${__from}', to: '${__to}' },
    },
  });
  return new DashboardLinkBuilder(title)
    .url(`/explore?schemaVersion=1&panes=${encoded(panes)}`)
    .targetBlank(true);
}

/** Grafana replaces its variables before a browser reads the address, so that these must stay as they are. */
const encoded = (text: string): string =>
  text
    .split(/(\$\{[^}]+\})/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
    .join('');
