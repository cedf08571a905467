import { parseEnvironment } from '../../../../config/load';
import { production } from '../../../../config/environments/production';
import { starter } from '../../../../config/environments/starter';
import type { Environment } from '../../../../config/schema';
import { together, setting } from './config-edits';

/**
 * What changes are made of. `grown` is production a year on: a read replica, a third cache node, an endpoint that an
 * office reaches, and a cluster one version behind.
 */
const baseEnvironments = {
  production: () => production,
  starter: () => starter,
  grown: () =>
    together(
      setting('database.readReplicas', 1),
      setting('cache.queues.replicas', 2),
      setting('cluster.endpointAccessCidrs', ['52.94.76.0/24']),
      setting('cluster.kubernetesVersion', '1.35'),
    )(production),
} as const satisfies Record<string, () => Environment>;
export type BaseName = keyof typeof baseEnvironments;

/** The validated environment that changes are made of. */
export const baseEnvironment = (name: BaseName): Environment => accepted(baseEnvironments[name](), name);

/** The environment, if the config's validation takes it on the day that the corpus was labelled. @throws InputError */
export const accepted = (environment: Environment, source: string): Environment =>
  parseEnvironment(environment, source, new Date('2026-11-24'));
