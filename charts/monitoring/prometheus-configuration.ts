import { Yaml } from 'cdk8s';
import { monitoringHosts, monitoringPorts } from '../../config/monitoring';
import { scrapeSeconds } from '../../config/monitoring-volume';
import type { Environment } from '../../config/schema';
import { scrapeConfiguration } from './scrape-configuration';

export const prometheusFolders = {
  /** The ConfigMap. */
  configuration: '/etc/prometheus',
  /** Of it, what anybody may ask for. */
  consoles: '/etc/prometheus-consoles',
  /** The volume. */
  data: '/prometheus',
  /** The ConfigMap of what the environment costs, which may not be there. */
  cost: '/etc/prometheus-cost',
} as const;

export const prometheusFiles = { settings: 'prometheus.yml', rules: 'rules.yml' } as const;

/** Tells the two apart where samples are sent on; an alert goes without it, so that both raise the same one. */
export const replicaVariable = 'POD_NAME';

/**
 * Prometheus's configuration: what it scrapes, which rules it evaluates, and whom it tells.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
export const prometheusConfiguration = (environment: Environment): string =>
  Yaml.stringify({
    global: {
      scrape_interval: `${scrapeSeconds}s`,
      scrape_timeout: '10s',
      evaluation_interval: `${scrapeSeconds}s`,
      external_labels: { environment: environment.name, replica: `\${${replicaVariable}}` },
    },
    rule_files: [
      `${prometheusFolders.configuration}/${prometheusFiles.rules}`,
      `${prometheusFolders.cost}/*.yml`,
    ],
    alerting: {
      alert_relabel_configs: [{ regex: 'replica', action: 'labeldrop' }],
      alertmanagers: [
        {
          dns_sd_configs: [
            {
              names: [monitoringHosts.alertmanager],
              type: 'A',
              port: monitoringPorts.alertmanager,
              refresh_interval: '15s',
            },
          ],
        },
      ],
    },
    scrape_configs: scrapeConfiguration(environment),
    ...(environment.monitoring.prometheus.remoteWriteUrl && {
      remote_write: [{ url: environment.monitoring.prometheus.remoteWriteUrl }],
    }),
  });
