import type { Entrance } from '../../../rehearsal/edge/entrance';
import { tryAnswers } from '../../../rehearsal/scenarios/edge/answers';
import { tryRate } from '../../../rehearsal/scenarios/edge/client-rate';
import { tryHandshakes } from '../../../rehearsal/scenarios/edge/handshakes';
import type { ScenarioResult } from '../../../rehearsal/scenarios/scenario';
import { environment, type RenderedEdge } from './rendered-edge';

export type EdgeScenario = (entrance: Entrance) => Promise<ScenarioResult>;

const { application, ingress } = environment;
const client = (index: number): string => `127.0.0.${40 + index}`;

/** The scenarios of the rehearsal that need no cluster, with clients on the loopback. */
export const edgeScenarios = {
  handshakes: (entrance) => tryHandshakes(entrance, client(0)),
  answers: (entrance) =>
    tryAnswers(entrance, {
      from: client(1),
      metricsPath: application.metricsPath ?? '/metrics',
      bodyMibMax: ingress.requestBodyMibMax,
    }),
  rate: (entrance) =>
    tryRate(entrance, {
      greedy: client(2),
      modest: client(3),
      perSecond: ingress.clientRequestsPerSecond,
      atOnce: ingress.clientRequestsAtOnce,
    }),
} as const satisfies Record<string, EdgeScenario>;

export interface EdgeFault {
  readonly fault: string;
  readonly scenario: keyof typeof edgeScenarios;
  /** Spoils what is rendered. */
  readonly plant: (edge: RenderedEdge) => void;
  /** What the scenario says of it. */
  readonly words: RegExp;
}

const attributes = 'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes';
const without = (names: string[], name: string): string[] => names.filter((one) => one !== `${name}@file`);

export const edgeFaults: readonly EdgeFault[] = [
  {
    fault: 'TLS 1.2 is allowed',
    scenario: 'handshakes',
    plant: ({ dynamic }) => (dynamic.tls.options.default.minVersion = 'VersionTLS12'),
    words: /^TLS 1\.2 is accepted/,
  },
  {
    fault: 'a host without a certificate is shown the default one',
    scenario: 'handshakes',
    plant: ({ dynamic }) => (dynamic.tls.options.default.sniStrict = false),
    words: /^a host without a certificate/,
  },
  {
    fault: 'plain HTTP is not redirected',
    scenario: 'answers',
    plant: ({ dynamic }) => delete dynamic.http.routers['to-https'],
    words: /^HTTP is answered with 404/,
  },
  {
    fault: 'challenges are redirected too',
    scenario: 'answers',
    plant: ({ dynamic }) => (dynamic.http.routers['to-https'].rule = 'PathPrefix(`/`)'),
    words: /^a challenge that nobody set is answered with 30[18]/,
  },
  {
    fault: 'no security headers',
    scenario: 'answers',
    plant: ({ fixed }) => {
      const { http } = fixed.entryPoints.websecure;
      http.middlewares = without(http.middlewares, 'security-headers');
    },
    words: /^answers have strict-transport-security: not at all/,
  },
  {
    fault: 'the figures have no guard',
    scenario: 'answers',
    plant: ({ dynamic }) => delete dynamic.http.routers.metrics,
    words: /^\/metrics tells the application's figures/,
  },
  {
    fault: 'the guard of the figures knows one way to write their path',
    scenario: 'answers',
    plant: ({ dynamic }) => (dynamic.http.routers.metrics.rule = 'Path(`/metrics`)'),
    words: /^\/METRICS tells the application's figures/,
  },
  {
    fault: 'a request that meets a pod that is gone is not sent to the next',
    scenario: 'answers',
    plant: ({ fixed }) => {
      const { http } = fixed.entryPoints.websecure;
      http.middlewares = without(http.middlewares, 'next-pod');
    },
    words: /is answered with 502$|does not reach the application: 502/,
  },
  {
    fault: 'bodies have no limit',
    scenario: 'answers',
    plant: ({ fixed }) => {
      const { http } = fixed.entryPoints.websecure;
      http.middlewares = without(http.middlewares, 'body-size');
    },
    words: /^a body of 11 MiB is answered with/,
  },
  {
    fault: 'clients have no limit',
    scenario: 'rate',
    plant: ({ fixed }) => {
      const { http } = fixed.entryPoints.websecure;
      http.middlewares = without(http.middlewares, 'client-rate');
    },
    words: /^nothing is limited/,
  },
  {
    fault: 'the load balancer does not name clients',
    scenario: 'rate',
    plant: ({ service }) => {
      const { annotations } = service.metadata;
      annotations[attributes] = annotations[attributes].replace('proxy_protocol_v2.enabled=true', 'a=b');
    },
    words: /^another client is held up/,
  },
  {
    fault: 'clients are counted by what they say of themselves',
    scenario: 'rate',
    plant: ({ fixed, dynamic }) => {
      fixed.entryPoints.websecure.forwardedHeaders = { insecure: true };
      dynamic.http.middlewares['client-rate'].rateLimit.sourceCriterion = { ipStrategy: { depth: 1 } };
    },
    words: /requests pass because of an address in their headers/,
  },
];
