import { monitoringWorkloadNamespaces, scrapeJobs } from '../../config/monitoring';
import type { ComponentRules } from '../alert';

/**
 * What an exporter watches says no, or says nothing at all: then the exporter, though it is ready itself, has no answer for
 * Prometheus before the scrape is given up, and shows no figure either.
 */
function unreachable(exporter: 'postgres-exporter' | 'redis-exporter', metric: string): string {
  const isReady = `kube_pod_status_ready{job="${scrapeJobs.kubeStateMetrics}",namespace="${monitoringWorkloadNamespaces[exporter]}",pod=~"${exporter}-.*",condition="true"}`;
  return `max(${metric}{job="${exporter}"}) == 0 or max(up{job="${exporter}"}) == 0 and max(${isReady}) == 1`;
}

/** The database and the cache as their exporters reach them; their inside is CloudWatch's to watch. */
export const storeAlerts: ComponentRules = () => ({
  name: 'stores',
  recordings: [],
  alerts: [
    {
      name: 'DatabaseUnreachable',
      severity: 'critical',
      owner: 'platform',
      expression: unreachable('postgres-exporter', 'pg_up'),
      forMinutes: 2,
      summary: 'The database does not answer: every request and task that needs it fails.',
    },
    {
      name: 'CacheUnreachable',
      severity: 'critical',
      owner: 'platform',
      expression: unreachable('redis-exporter', 'redis_up'),
      forMinutes: 2,
      summary:
        'The cache does not answer: sign-ins, sockets and limits fail, and tasks wait until it is back.',
    },
  ],
});
