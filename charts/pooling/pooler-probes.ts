import { k8s } from 'cdk8s-plus-28';
import { ports } from '../../config/contract';
import type { Probes } from '../workload/probes';

const tcpSocket = { port: k8s.IntOrString.fromNumber(ports.pooler) };

/**
 * Whether PgBouncer takes connections, and nothing about the database behind it: a pooler that left the endpoints because
 * of the database would turn clients that wait into clients that fail. It is restarted after a minute without an answer.
 */
export const poolerProbes: Probes = {
  startupProbe: { tcpSocket, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 30 },
  readinessProbe: { tcpSocket, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
  livenessProbe: { tcpSocket, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
};
