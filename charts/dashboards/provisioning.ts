import { Yaml } from 'cdk8s';
import { dataSources } from '../../config/dashboards';
import { grafanaFolders } from './grafana-settings';

/** Where Grafana asks for metrics, logs and alerts. https://grafana.com/docs/grafana/latest/administration/provisioning/ */
export const dataSourcesFile = (): string =>
  Yaml.stringify({
    apiVersion: 1,
    prune: true,
    datasources: Object.entries(dataSources).map(([uid, { type, url }]) => ({
      uid,
      name: uid,
      type,
      url,
      access: 'proxy',
      editable: false,
      isDefault: uid === 'prometheus',
      jsonData: settings[uid as keyof typeof dataSources],
    })),
  });

const settings: Readonly<Record<keyof typeof dataSources, object>> = {
  // As often as it scrapes: `$__rate_interval` is four of these at least.
  prometheus: { timeInterval: '30s', httpMethod: 'POST', manageAlerts: false },
  loki: { maxLines: 500, manageAlerts: false },
  alertmanager: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
};

/** Dashboards come from files and cannot be changed in Grafana: what is changed there would be lost at a restart. */
export const dashboardFilesFile = (): string =>
  Yaml.stringify({
    apiVersion: 1,
    providers: [
      {
        name: 'platform',
        type: 'file',
        allowUiUpdates: false,
        disableDeletion: true,
        updateIntervalSeconds: 60,
        options: { path: grafanaFolders.dashboards },
      },
    ],
  });
