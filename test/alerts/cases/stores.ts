import { type AlertCase, gauge } from '../alert-case';

const page = { severity: 'critical', owner: 'platform', component: 'stores' };

/** At first the exporter's pod is not there either, which says nothing of what it watches. */
const silent = (exporter: string): AlertCase['series'] => ({
  [`up{job="${exporter}",instance="a"}`]: gauge([10, 1], [30, 0], [20, 1]),
  [`kube_pod_status_ready{job="kube-state-metrics",namespace="monitoring",pod="${exporter}-1",condition="true"}`]:
    gauge([10, 1], [10, 0], [40, 1]),
});

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
    alert: 'DatabaseUnreachable',
    series: silent('postgres-exporter'),
    silentAt: [9, 19, 21],
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
  {
    alert: 'CacheUnreachable',
    series: silent('redis-exporter'),
    silentAt: [9, 19, 21],
    firingAt: 23,
    recoveredAt: 41,
    labels: page,
    summary: 'The cache does not answer: sign-ins, sockets and limits fail, and tasks wait until it is back.',
  },
];
