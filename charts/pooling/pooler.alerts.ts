import { poolerName } from '../../config/pooler';
import type { ComponentRules } from '../alert';

const pooler = `job="${poolerName}"`;
const clients = (state: string): string => `pgbouncer_pools_client_${state}_connections{${pooler}}`;

/** PgBouncer, by its statistics. */
export const poolerAlerts: ComponentRules = ({ pooling }) => ({
  name: 'pooling',
  recordings: [],
  alerts: [
    {
      name: 'PoolerClientsWaiting',
      severity: 'warning',
      owner: 'platform',
      expression: `sum(${clients('waiting')}) > 50`,
      forMinutes: 2,
      summary: '{{ $value }} connections wait for the database: requests and tasks slow down.',
    },
    {
      name: 'PoolerClientsWaitLong',
      severity: 'critical',
      owner: 'platform',
      // After 60 they are cut off.
      expression: `max(pgbouncer_pools_client_maxwait_seconds{${pooler}}) > 15`,
      forMinutes: 2,
      summary:
        'A connection has waited {{ $value | humanizeDuration }} for the database: requests hang, and soon they fail.',
    },
    {
      name: 'PoolerClientsNearlyFull',
      severity: 'warning',
      owner: 'platform',
      expression: `sum by (instance) (${clients('active')} + ${clients('waiting')}) / ${pooling.maxClients} > 0.8`,
      forMinutes: 5,
      summary:
        'A pooler has {{ $value | humanizePercentage }} of the clients that it takes: new pods will be refused the database.',
    },
    {
      name: 'PoolerDown',
      severity: 'critical',
      owner: 'platform',
      expression: `count(pgbouncer_up{${pooler}} == 0)`,
      forMinutes: 2,
      summary: `{{ $value }} of ${pooling.replicas} poolers do not answer: requests that reach the database through them fail.`,
    },
  ],
});
