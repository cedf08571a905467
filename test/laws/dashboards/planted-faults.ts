import { parse, stringify } from 'yaml';
import { dashboardNames } from '../../../config/dashboards';
import { objectIn, type PlantedFault } from '../planted-fault';
import type { Json } from '../tree';

/** Changes a dashboard; it must be there. */
const inDashboard = (uid: string, change: (dashboard: Json) => void) => (tree: Json) => {
  const { data } = objectIn(tree, 'ConfigMap', `grafana-dashboard-${uid}`);
  const dashboard = JSON.parse(data[`${uid}.json`]);
  change(dashboard);
  data[`${uid}.json`] = JSON.stringify(dashboard);
};

const inPanel = (uid: string, title: string, change: (panel: Json) => void) =>
  inDashboard(uid, ({ panels }) => {
    const panel = panels.find((one: Json) => one.type !== 'row' && one.title === title);
    if (!panel) throw new Error(`there is no panel ${title} to plant a fault in`);
    change(panel);
  });

/** Changes one text in a file of a ConfigMap; it must be there. */
const edit = (configMap: string, file: string, from: string, to: string) => (tree: Json) => {
  const { data } = objectIn(tree, 'ConfigMap', configMap);
  if (!data[file].includes(from)) throw new Error(`there is no ${from} in ${file} to plant a fault in`);
  data[file] = data[file].replace(from, to);
};

const setting = (from: string, to: string) => edit('grafana-settings', 'grafana.ini', from, to);

const asking = (expression: string) =>
  inPanel('infrastructure', 'CPU in use', (panel) => (panel.targets[0].expr = expression));

const alertLeading = (change: (url: string) => string) => (tree: Json) => {
  const { data } = objectIn(tree, 'ConfigMap', 'prometheus');
  const settings = parse(data['rules.yml']);
  const rule = settings.groups
    .flatMap(({ rules }: Json) => rules)
    .find(({ alert }: Json) => alert === 'TenantOverQuota');
  rule.annotations.panel = change(rule.annotations.panel);
  data['rules.yml'] = stringify(settings);
};

const leadingToLogs = (expression: string) =>
  inPanel('infrastructure', 'Waiting tasks', ({ links }) => {
    const panes = JSON.stringify({ logs: { queries: [{ expr: expression }] } });
    links[0].url = `/explore?panes=${encodeURIComponent(panes)}`;
  });

export const dashboardFaults: readonly PlantedFault[] = [
  {
    law: 'panelsSayWhatTheyShow',
    fault: 'a panel without a description',
    plant: inPanel('tenants', 'Errors', (panel) => delete panel.description),
    seenAs: 'panel tenants/Errors: has no description',
  },
  {
    law: 'panelsSayWhatTheyShow',
    fault: 'a panel without a unit',
    plant: inPanel('tenants', 'Errors', (panel) => delete panel.fieldConfig.defaults.unit),
    seenAs: 'panel tenants/Errors: has no unit of Grafana’s',
  },
  {
    law: 'panelsSayWhatTheyShow',
    fault: 'a unit that Grafana does not know',
    plant: inPanel('tenants', 'Errors', (panel) => (panel.fieldConfig.defaults.unit = 'percents')),
    seenAs: 'panel tenants/Errors: has no unit of Grafana’s',
  },
  {
    law: 'panelsSayWhatTheyShow',
    fault: 'a panel that asks nothing',
    plant: inPanel('tenants', 'Errors', (panel) => (panel.targets = [])),
    seenAs: 'panel tenants/Errors: asks nothing',
  },
  {
    law: 'panelsHaveAddresses',
    fault: 'two panels with one id',
    plant: inDashboard('cost', ({ panels }) => (panels[2].id = panels[1].id)),
    seenAs: /^dashboard cost: two panels are \d+/,
  },
  {
    law: 'queriesAskForWhatExists',
    fault: 'a metric that nothing shows',
    plant: asking('rate(node_cpu_seconds[$__rate_interval])'),
    seenAs: 'panel infrastructure/CPU in use: node_cpu_seconds is not in the catalogue of metrics',
  },
  {
    law: 'queriesAskForWhatExists',
    fault: 'a metric of another job',
    plant: asking('up{job="node_exporter"}'),
    seenAs: 'up is of another job than the one that is asked for',
  },
  {
    law: 'queriesAskForWhatExists',
    fault: 'a label that the metric does not have',
    plant: asking('node_load1{cpu="0"}'),
    seenAs: 'node_load1 has no label cpu',
  },
  {
    law: 'queriesAskForWhatExists',
    fault: 'a value that the label never has',
    plant: asking('rate(node_cpu_seconds_total{mode="idles"}[5m])'),
    seenAs: 'node_cpu_seconds_total has no mode idles',
  },
  {
    law: 'queriesAskForWhatExists',
    fault: 'a metric that Prometheus drops',
    plant: asking('rate(persistence_latency_bucket{job="temporal-history"}[5m])'),
    seenAs: 'persistence_latency_bucket is dropped when it is scraped',
  },
  {
    law: 'queriesAskForWhatExists',
    fault: 'PromQL that cannot be read',
    plant: asking('sum(rate(node_load1[5m])'),
    seenAs: /cannot be read at/,
  },
  {
    law: 'queriesAskForWhatExists',
    fault: 'LogQL that cannot be read',
    plant: inPanel('tenants', 'Logs', (panel) => (panel.targets[0].expr = '{namespace="app" | x')),
    seenAs: /panel tenants\/Logs: .* cannot be read at/,
  },
  {
    law: 'rulesAskForWhatExists',
    fault: 'a rule with a metric that nothing shows',
    plant: edit('prometheus', 'rules.yml', 'pg_up{', 'postgres_up{'),
    seenAs: 'rule DatabaseUnreachable: postgres_up is not in the catalogue of metrics',
  },
  {
    law: 'rulesAskForWhatExists',
    fault: 'a rule that cannot be read',
    plant: edit('prometheus', 'rules.yml', 'max(pg_up{', 'max((pg_up{'),
    seenAs: /^rule DatabaseUnreachable: cannot be read at/,
  },
  {
    law: 'panelsNameAlerts',
    fault: 'an alert that no rule raises',
    plant: edit('prometheus', 'rules.yml', 'alert: NodeDiskHigh', 'alert: NodeDiskFull'),
    seenAs: 'panel infrastructure/Disk in use: explains the alert NodeDiskHigh, which no rule raises',
  },
  {
    law: 'alertsLeadToPanels',
    fault: 'an alert that leads nowhere',
    plant: alertLeading(() => ''),
    seenAs: 'alert TenantOverQuota: leads to no panel',
  },
  {
    law: 'alertsLeadToPanels',
    fault: 'an alert that leads to a panel that is not there',
    plant: alertLeading((url) => url.replace(/panel-\d+/, 'panel-1')),
    seenAs: 'alert TenantOverQuota: leads to tenants, panel-1, which is not there',
  },
  {
    law: 'alertsLeadToPanels',
    fault: 'an alert that leads to a dashboard that is not there',
    plant: alertLeading((url) => url.replace('/d/tenants', '/d/tenant')),
    seenAs: 'alert TenantOverQuota: leads to the dashboard tenant, which is not there',
  },
  {
    law: 'alertsLeadToPanels',
    fault: 'a panel that was removed, with a link to it left behind',
    plant: inDashboard('infrastructure', (dashboard) => {
      dashboard.panels = dashboard.panels.filter(({ title }: Json) => title !== 'Nodes ready');
    }),
    seenAs: /^alert NodeLost: leads to infrastructure, panel-\d+, which is not there/,
  },
  {
    law: 'alertsLeadToPanels',
    fault: 'an alert that leads to the panel of others',
    plant: inPanel('infrastructure', 'Nodes ready', (panel) => (panel.description = 'How many there are.')),
    seenAs: 'alert NodeLost: leads to panel infrastructure/Nodes ready, which explains others',
  },
  {
    law: 'alertsLeadToPanels',
    fault: 'an alert that leads to another Grafana',
    plant: alertLeading((url) => url.replace('localhost', 'grafana.example.com')),
    seenAs:
      'alert TenantOverQuota: leads to http://grafana.example.com:3000, and Grafana is at http://localhost:3000',
  },
  {
    law: 'alertsLeadToPanels',
    fault: 'a panel of one tenant, and no tenant picked',
    plant: alertLeading((url) => url.replace(/&var-.+/, '')),
    seenAs: /^alert TenantOverQuota: leads to panel tenants\/.+ without picking a tenant/,
  },
  {
    law: 'alertsLeadToPanels',
    fault: 'a pick that the dashboard does not have',
    plant: alertLeading((url) => `${url}&var-pod=a`),
    seenAs: 'alert TenantOverQuota: picks var-pod, which tenants does not have',
  },
  {
    law: 'panelsLeadToLogs',
    fault: 'logs of a namespace that is not kept',
    plant: leadingToLogs('{namespace="kube-system"}'),
    seenAs: 'panel infrastructure/Waiting tasks: leads to logs of namespace kube-system, which writes none',
  },
  {
    law: 'panelsLeadToLogs',
    fault: 'logs of a workload that is not there',
    plant: leadingToLogs('{namespace="app", app=~"worker|workers"}'),
    seenAs: 'panel infrastructure/Waiting tasks: leads to logs of app workers, which writes none',
  },
  {
    law: 'panelsLeadToLogs',
    fault: 'logs by a label that streams do not have',
    plant: leadingToLogs('{job="worker"}'),
    seenAs: 'panel infrastructure/Waiting tasks: leads to logs by job, which is no label of them',
  },
  {
    law: 'panelsLeadToLogs',
    fault: 'logs asked for in what is no LogQL',
    plant: leadingToLogs('{namespace="app"'),
    seenAs: /^panel infrastructure\/Waiting tasks: leads to logs that cannot be read at/,
  },
  {
    law: 'panelsLeadToLogs',
    fault: 'panels that lead to no logs at all',
    plant: (tree) => {
      for (const uid of dashboardNames)
        inDashboard(uid, ({ panels }) => {
          for (const panel of panels) {
            delete panel.links;
            delete panel.fieldConfig?.defaults.links;
          }
        })(tree);
    },
    seenAs: 'no panel leads to logs',
  },
  {
    law: 'dataSourcesExist',
    fault: 'a panel that asks an unknown data source',
    plant: inPanel('tenants', 'Logs', (panel) => (panel.targets[0].datasource.uid = 'logs')),
    seenAs: 'dashboard tenants: there is no data source loki logs',
  },
  {
    law: 'dataSourcesAreProvisioned',
    fault: 'a data source under another uid',
    plant: edit('grafana-data-sources', 'data-sources.yaml', 'uid: loki', 'uid: logs'),
    seenAs: 'Grafana: there is no data source loki',
  },
  {
    law: 'grafanaIsClosed',
    fault: 'anonymous access',
    plant: setting('[auth.anonymous]\nenabled = false', '[auth.anonymous]\nenabled = true'),
    seenAs: 'grafana.ini auth.anonymous enabled is true, not false',
  },
  {
    law: 'grafanaIsClosed',
    fault: 'passwords over basic authentication, which is Grafana’s default',
    plant: setting('[auth.basic]\nenabled = false', '[auth.basic]'),
    seenAs: 'grafana.ini auth.basic enabled is not set, not false',
  },
  {
    law: 'grafanaIsClosed',
    fault: 'an administrator with the password that everybody knows',
    plant: setting('disable_initial_admin_creation = true', ''),
    seenAs: 'grafana.ini security disable_initial_admin_creation is not set, not true',
  },
  {
    law: 'grafanaIsClosed',
    fault: 'plugins that are fetched when it starts',
    plant: setting('preinstall_disabled = true', 'preinstall_disabled = false'),
    seenAs: 'grafana.ini plugins preinstall_disabled is false, not true',
  },
  {
    law: 'grafanaIsClosed',
    fault: 'the client’s secret in the settings',
    plant: setting(
      'client_secret = $__file{/mnt/secrets/production_grafana.clientSecret}',
      'client_secret = abc',
    ),
    seenAs: 'grafana.ini auth.generic_oauth client_secret does not come from a mounted file',
  },
];
