import type { ApplicationComponent, DatabaseLogin } from './contract';
import type { Workload } from './flows';

/**
 * The database login of each workload that reads no other secret. Its pods get an AWS role that can read that login's
 * secret and nothing else. The application's components, which read more, are in `componentLogins`.
 */
export const workloadLogins = {
  migration: 'migrator',
  pooler: 'pooler',
  'temporal-frontend': 'temporal',
  'temporal-history': 'temporal',
  'temporal-matching': 'temporal',
  'temporal-worker': 'temporal',
  'temporal-schema': 'temporal',
  'postgres-exporter': 'exporter',
} as const satisfies Partial<Record<Exclude<Workload, ApplicationComponent>, DatabaseLogin>>;

/** The workloads of `workloadLogins`, each with its login. */
export const loginsOfWorkloads = Object.entries(workloadLogins) as [
  keyof typeof workloadLogins,
  DatabaseLogin,
][];
