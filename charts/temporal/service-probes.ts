import { k8s } from 'cdk8s-plus-28';
import { temporalPorts, type TemporalService, temporalUiPort } from '../../config/temporal';
import type { Probes } from '../workload/probes';

type Question = Pick<k8s.Probe, 'grpc' | 'tcpSocket' | 'httpGet'>;

/** A slow start takes two minutes, a failover of the database stalls a service for less than a minute. */
const probesOf = (question: Question): Probes => ({
  startupProbe: { ...question, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60 },
  readinessProbe: { ...question, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
  livenessProbe: { ...question, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
});

const tcp = (port: number): Question => ({ tcpSocket: { port: k8s.IntOrString.fromNumber(port) } });

/**
 * The frontend is asked by gRPC's health protocol. The others demand a client certificate, which the kubelet does not
 * have: of them it is asked whether they listen, which they do once they have reached database and membership.
 */
export const serviceProbes: Readonly<Record<TemporalService, Probes>> = {
  frontend: probesOf({
    grpc: {
      port: temporalPorts.frontend.rpc,
      service: 'temporal.api.workflowservice.v1.WorkflowService',
    },
  }),
  history: probesOf(tcp(temporalPorts.history.rpc)),
  matching: probesOf(tcp(temporalPorts.matching.rpc)),
  worker: probesOf(tcp(temporalPorts.worker.membership)),
};

export const uiProbes: Probes = probesOf({
  httpGet: { path: '/healthz', port: k8s.IntOrString.fromNumber(temporalUiPort) },
});
