import { type AlertCase, gauge } from '../alert-case';

const page = { severity: 'critical', owner: 'platform', component: 'stores' };

export const storeCases: readonly AlertCase[] = [
  {
    alert: 'DatabaseUnreachable',
    series: { 'pg_up{job="postgres-exporter",instance="a"}': gauge([20, 1], [20, 0], [20, 1]) },
    silentAt: [19, 21],
    firingAt: 23,
    recoveredAt: 41,
    labels: page,
    summary: 'The database does not answer: every request and task that needs it fails.',
  },
  {
    alert: 'CacheUnreachable',
    series: { 'redis_up{job="redis-exporter",instance="a"}': gauge([20, 1], [20, 0], [20, 1]) },
    silentAt: [19, 21],
    firingAt: 23,
    recoveredAt: 41,
    labels: page,
    summary: 'The cache does not answer: sign-ins, sockets and limits fail, and tasks wait until it is back.',
  },
];
