import { parse, stringify } from 'yaml';
import {
  alertmanagerConfiguration,
  type HeartbeatTarget,
} from '../../charts/monitoring/alertmanager-configuration';
import { prometheusConfiguration } from '../../charts/monitoring/prometheus-configuration';
import type { Environment } from '../../config/schema';

interface ScrapeJob {
  readonly job_name: string;
  readonly scrape_interval?: string;
  readonly [field: string]: unknown;
}

interface Configuration {
  readonly global: { readonly scrape_interval: string; readonly evaluation_interval: string };
  readonly alerting: object;
  readonly scrape_configs: readonly ScrapeJob[];
  readonly [field: string]: unknown;
}

export interface AdaptedTarget {
  readonly job: string;
  readonly instance: string;
  readonly path: string;
}

export interface Addresses {
  readonly exporter: string;
  readonly targets: readonly AdaptedTarget[];
  readonly alertmanager: string;
  readonly rules: string;
}

const renderedPrometheus = (environment: Environment): Configuration =>
  parse(prometheusConfiguration(environment)) as Configuration;

export interface Intervals {
  readonly evaluation: string;
  /** @throws Error when Prometheus scrapes no such job. */
  readonly scrapeOf: (job: string) => string;
}

/** How often an environment's Prometheus looks. */
export function intervalsOf(environment: Environment): Intervals {
  const { global, scrape_configs: jobs } = renderedPrometheus(environment);
  return {
    evaluation: global.evaluation_interval,
    scrapeOf: (job) => jobNamed(jobs, job).scrape_interval ?? global.scrape_interval,
  };
}

/** An environment's configuration of Prometheus with other addresses: jobs that have no target here are left out. */
export function adaptedPrometheus(environment: Environment, addresses: Addresses): string {
  const {
    remote_write: _,
    scrape_configs: jobs,
    alerting,
    ...configuration
  } = renderedPrometheus(environment);
  const names = [...new Set(addresses.targets.map(({ job }) => job))];
  return stringify({
    ...configuration,
    rule_files: [addresses.rules],
    alerting: { ...alerting, alertmanagers: [{ static_configs: [{ targets: [addresses.alertmanager] }] }] },
    scrape_configs: names.map((name) => {
      const {
        kubernetes_sd_configs: _discovery,
        relabel_configs: _relabelling,
        scheme: _scheme,
        authorization: _authorization,
        tls_config: _tls,
        params: _params,
        ...kept
      } = jobNamed(jobs, name);
      return {
        ...kept,
        static_configs: addresses.targets
          .filter(({ job }) => job === name)
          .map(({ instance, path }) => ({
            targets: [addresses.exporter],
            labels: { __metrics_path__: path, instance },
          })),
      };
    }),
  });
}

function jobNamed(jobs: readonly ScrapeJob[], name: string): ScrapeJob {
  const found = jobs.find(({ job_name: job }) => job === name);
  if (!found) throw new Error(`Prometheus has no job ${name}`);
  return found;
}

interface Receiver {
  readonly name: string;
  readonly pagerduty_configs?: readonly object[];
}

export interface PagingConfiguration {
  readonly route: { readonly group_wait: string; readonly group_interval: string };
  readonly inhibit_rules: readonly object[];
  readonly receivers: readonly Receiver[];
}

const noHeartbeat: HeartbeatTarget | null = null;

export const renderedPaging = (environment: Environment): PagingConfiguration =>
  alertmanagerConfiguration(environment, noHeartbeat) as PagingConfiguration;

/** A configuration of Alertmanager that tells another PagerDuty, with the key in a file of this machine. */
export const adaptedPaging = (
  configuration: PagingConfiguration,
  { pagerDuty, keyFile }: { readonly pagerDuty: string; readonly keyFile: string },
): string =>
  stringify({
    ...configuration,
    global: { pagerduty_url: `https://${pagerDuty}/v2/enqueue` },
    receivers: configuration.receivers.map(({ pagerduty_configs: events, ...receiver }) => ({
      ...receiver,
      ...(events && { pagerduty_configs: events.map((event) => ({ ...event, routing_key_file: keyFile })) }),
    })),
  });
