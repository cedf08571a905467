import { databaseLogins } from './contract';
import { alternatingUsers } from './database-users';
import { knownInstanceClass } from './database-class';
import type { Workload } from './flows';
import { podsInNamespace, poolerGroup } from './pod-groups';
import { lookupConnections, pooledLogin } from './pooler';
import type { Environment } from './schema';
import { temporalServices, temporalStores } from './temporal';

/** Processes of one kind that connect to PostgreSQL itself. */
export interface ConnectionConsumer {
  /** A workload with a flow to the database, or what else connects. */
  readonly name: Workload | 'rotation' | 'people';
  /** Most at one time: with a roll-out's new pods, and the old ones that still stop. */
  readonly processes: number;
  /** Connections that one of them opens at most. */
  readonly each: number;
}

/** The parts of an environment that say who connects. */
export interface ConnectionSettings {
  readonly pooling: Environment['pooling'];
  readonly lifecycle: Environment['application']['components']['lifecycle'];
  readonly temporal: Environment['temporal'];
}

export const connectionSettings = ({ pooling, temporal, application }: Environment): ConnectionSettings => ({
  pooling,
  temporal,
  lifecycle: application.components.lifecycle,
});

/** The pool of the application's part for the life of tenants. */
const lifecyclePool = 4;
/** Tenants that the application migrates at one time, and the list of them. */
const migrationPool = 8 + 1;
/** One for the statistics that every scrape shares, and one for each Prometheus that asks. */
const exporterConnections = 1 + 2;

/** Everything that holds connections to the database, at its most. A new workload that connects is one entry here. */
export const connectionConsumers = ({
  pooling,
  lifecycle,
  temporal,
}: ConnectionSettings): ConnectionConsumer[] => [
  { name: 'pooler', processes: podsInNamespace(poolerGroup(pooling)), each: poolerConnections(pooling) },
  {
    name: 'lifecycle',
    processes: podsInNamespace({ kind: 'deployment', replicasMax: lifecycle?.replicas.max ?? 0 }),
    each: lifecycle ? lifecyclePool : 0,
  },
  { name: 'migration', processes: podsInNamespace({ kind: 'job', replicasMax: 1 }), each: migrationPool },
  ...temporalServices.map((service): ConnectionConsumer => {
    const { replicas, databaseConnectionsMax } = temporal.services[service];
    return {
      name: `temporal-${service}`,
      processes: podsInNamespace({ kind: 'deployment', replicasMax: replicas }),
      each: databaseConnectionsMax * temporalStores.length,
    };
  }),
  { name: 'temporal-schema', processes: podsInNamespace({ kind: 'job', replicasMax: 1 }), each: 1 },
  {
    name: 'postgres-exporter',
    processes: podsInNamespace({ kind: 'deployment', replicasMax: 1 }),
    each: exporterConnections,
  },
  // At the bootstrap all logins rotate together, each with a connection to wait on and one to work on.
  { name: 'rotation', processes: databaseLogins.length, each: 2 },
  { name: 'people', processes: 1, each: 5 },
];

/**
 * Connections of one PgBouncer: after a rotation, pods with either user of the login come for weeks, and each user has a
 * pool of its own. Tenants do not count: their roles are taken inside a transaction and have no connections.
 */
export const poolerConnections = ({
  poolSize,
  reservePoolSize,
}: Pick<Environment['pooling'], 'poolSize' | 'reservePoolSize'>): number =>
  alternatingUsers(pooledLogin).length * (poolSize + reservePoolSize) + lookupConnections;

/**
 * Connections that an instance takes from us; null: its class is not known here. `max_connections` follows the memory that
 * RDS leaves to PostgreSQL, a tenth less than the class has; five are for superusers (superuser_reserved_connections and
 * rds.rds_superuser_reserved_connections), and RDS itself holds a few.
 */
export function connectionsTaken(instanceClass: string): number | null {
  const known = knownInstanceClass(instanceClass);
  return known && Math.floor(known.maxConnections * 0.9) - 10;
}

/** The sum, as `pooler 5 x 62 + migration 2 x 9 = 328`. */
export function connectionArithmetic(consumers: readonly ConnectionConsumer[]): {
  readonly total: number;
  readonly text: string;
} {
  const used = consumers.filter(({ processes, each }) => processes * each > 0);
  const total = used.reduce((sum, { processes, each }) => sum + processes * each, 0);
  const terms = used.map(({ name, processes, each }) => `${name} ${processes} x ${each}`);
  return { total, text: `${terms.join(' + ')} = ${total}` };
}
