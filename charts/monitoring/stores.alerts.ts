import type { ComponentRules } from '../alert';

/** The database and the cache as their exporters reach them; their inside is CloudWatch's to watch. */
export const storeAlerts: ComponentRules = () => ({
  name: 'stores',
  recordings: [],
  alerts: [
    {
      name: 'DatabaseUnreachable',
      severity: 'critical',
      owner: 'platform',
      expression: 'max(pg_up{job="postgres-exporter"}) == 0',
      forMinutes: 2,
      summary: 'The database does not answer: every request and task that needs it fails.',
    },
    {
      name: 'CacheUnreachable',
      severity: 'critical',
      owner: 'platform',
      expression: 'max(redis_up{job="redis-exporter"}) == 0',
      forMinutes: 2,
      summary:
        'The cache does not answer: sign-ins, sockets and limits fail, and tasks wait until it is back.',
    },
  ],
});
