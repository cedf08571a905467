import { k8s } from 'cdk8s-plus-28';
import type { Environment } from '../../config/schema';

export type Probes = Pick<k8s.Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>;

/** Questions to one port. */
export const httpGetAt =
  (port: number) =>
  (path: string): k8s.HttpGetAction => ({ path, port: k8s.IntOrString.fromNumber(port) });

const startupPeriodSeconds = 2;

/**
 * Asks the three paths of the contract. A pod takes traffic within 2 seconds of being started, leaves the endpoints 10
 * seconds after it stops being ready, and is restarted after it has not answered for 60 seconds: longer than a failover
 * of the database may stall it.
 */
export function probes(application: Pick<Environment['application'], 'port' | 'probes'>): Probes {
  const { startup, ready, live, startupSecondsMax } = application.probes;
  const get = httpGetAt(application.port);
  return {
    startupProbe: {
      httpGet: get(startup.path),
      periodSeconds: startupPeriodSeconds,
      timeoutSeconds: 2,
      failureThreshold: Math.ceil(startupSecondsMax / startupPeriodSeconds),
    },
    readinessProbe: { httpGet: get(ready.path), periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
    livenessProbe: { httpGet: get(live.path), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  };
}
