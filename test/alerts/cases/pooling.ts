import { type AlertCase, gauge } from '../alert-case';

const page = { severity: 'critical', owner: 'platform', component: 'pooling' };
const notice = { ...page, severity: 'warning' };
const pool = (metric: string, instance: string): string =>
  `pgbouncer_pools_client_${metric}{job="pooler",instance="${instance}",database="app",user="app_a"}`;

export const poolingCases: readonly AlertCase[] = [
  {
    alert: 'PoolerClientsWaiting',
    series: {
      [pool('waiting_connections', 'a')]: gauge([20, 25], [20, 30], [20, 0]),
      [pool('waiting_connections', 'b')]: gauge([20, 25], [20, 30], [20, 0]),
    },
    silentAt: [19, 21],
    firingAt: 23,
    recoveredAt: 41,
    labels: notice,
    summary: '60 connections wait for the database: requests and tasks slow down.',
  },
  {
    alert: 'PoolerClientsWaitLong',
    series: { [pool('maxwait_seconds', 'a')]: gauge([20, 14], [20, 18], [20, 0]) },
    silentAt: [19, 21],
    firingAt: 23,
    recoveredAt: 41,
    labels: page,
    summary: 'A connection has waited 18s for the database: requests hang, and soon they fail.',
  },
  {
    alert: 'PoolerClientsNearlyFull',
    series: {
      [pool('active_connections', 'a')]: gauge([20, 700], [20, 780], [20, 500]),
      [pool('waiting_connections', 'a')]: gauge([20, 90], [20, 100], [20, 0]),
    },
    silentAt: [19, 24],
    firingAt: 26,
    recoveredAt: 41,
    labels: { ...notice, instance: 'a' },
    summary: 'A pooler has 88% of the clients that it takes: new pods will be refused the database.',
  },
  {
    alert: 'PoolerDown',
    series: {
      'pgbouncer_up{job="pooler",instance="a"}': gauge([20, 1], [20, 0], [20, 1]),
      'pgbouncer_up{job="pooler",instance="b"}': gauge([60, 1]),
    },
    silentAt: [19, 21],
    firingAt: 23,
    recoveredAt: 41,
    labels: page,
    summary: '1 of 2 poolers do not answer: requests that reach the database through them fail.',
  },
];
