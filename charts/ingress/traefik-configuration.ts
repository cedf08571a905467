import { Yaml } from 'cdk8s';
import { ingressClass, ports, routesNamespace } from '../../config/contract';
import { accessLogFields, accessLogHeaders } from '../../config/logs';
import { monitoringHosts, monitoringPorts } from '../../config/monitoring';
import type { Environment } from '../../config/schema';
import { statusConsole, statusPath } from '../../config/status';
import { drain } from './drain';

const file = { static: 'traefik.yaml', dynamic: 'dynamic.yaml' } as const;

/** Where the proxy finds its configuration. */
export const configurationFolder = '/etc/traefik';
export const staticConfigurationFile = `${configurationFolder}/${file.static}`;

/** Files of the proxy's configuration by name. */
export const configurationFiles = (environment: Environment): Record<string, string> => ({
  [file.static]: Yaml.stringify(staticConfiguration(environment)),
  [file.dynamic]: Yaml.stringify(dynamicConfiguration(environment)),
});

/** Around the thresholds of the alerts: latency over 1 s and over 2 s. */
const requestSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

const address = (port: number): string => `:${port}`;

const kept = (names: readonly string[]): object => Object.fromEntries(names.map((name) => [name, 'keep']));

/**
 * What Traefik reads when it starts: where it listens, whom it believes, what it logs, where routes come from.
 * https://doc.traefik.io/traefik/reference/install-configuration/configuration-options/
 */
function staticConfiguration({ network }: Environment): object {
  const http = (middlewares: readonly string[]): object => ({
    maxHeaderBytes: 32 * 1024,
    middlewares: middlewares.map((name) => `${name}@file`),
  });
  return {
    global: { checkNewVersion: false, sendAnonymousUsage: false },
    log: { level: 'INFO', format: 'json' },
    accessLog: {
      format: 'json',
      fields: {
        defaultMode: 'drop',
        names: kept(accessLogFields),
        headers: { defaultMode: 'drop', names: kept(accessLogHeaders) },
        queryParameters: { defaultMode: 'drop' },
      },
    },
    entryPoints: {
      web: {
        address: address(ports.ingressHttp),
        proxyProtocol: believedPeers(network),
        transport: timeouts(),
        http: http(['client-rate']),
      },
      websecure: {
        address: address(ports.ingressHttps),
        // Routes that name no entry point, so that none is open without TLS by an oversight.
        asDefault: true,
        proxyProtocol: believedPeers(network),
        transport: timeouts(),
        http: {
          ...http(['client-rate', 'security-headers', 'body-size', 'next-pod']),
          tls: { options: 'default' },
        },
      },
      health: { address: address(ports.ingressHealth), proxyProtocol: believedPeers(network) },
      metrics: { address: address(ports.ingressMetrics) },
    },
    ping: { entryPoint: 'health' },
    metrics: {
      prometheus: {
        entryPoint: 'metrics',
        addEntryPointsLabels: true,
        // A service's own figures begin at a pod: where there is none, only its route's know of the failed request.
        addRoutersLabels: true,
        addServicesLabels: true,
        buckets: requestSeconds,
      },
    },
    providers: {
      file: { filename: `${configurationFolder}/${file.dynamic}`, watch: false },
      kubernetesIngress: {
        ingressClass,
        namespaces: [routesNamespace],
        strictPrefixMatching: true,
        // A service without pods answers 503, which a client tries again, not 404.
        allowEmptyServices: true,
      },
    },
    // A pod takes a connection in milliseconds or is gone; the next one is tried then.
    serversTransport: { forwardingTimeouts: { dialTimeout: '0.25s', responseHeaderTimeout: '60s' } },
  };
}

/** Every connection of the load balancer begins with the client's address, health checks too. Nobody else is believed. */
const believedPeers = (network: Environment['network']): object => ({
  trustedIPs: network.zones.map(({ publicCidr }) => publicCidr),
});

/** A request has a minute to arrive. The load balancer forgets a silent connection after 350 seconds. */
const timeouts = (): object => ({
  lifeCycle: { graceTimeOut: `${drain.requestSeconds}s` },
  respondingTimeouts: { readTimeout: '60s', idleTimeout: '180s' },
});

/**
 * Whatever the application takes for the path of its figures, as Express does: in any case, and with a slash at its end.
 * They name every tenant, and Prometheus asks the pods for them.
 */
const metricsRouter = (metricsPath: string): object => ({
  entryPoints: ['websecure'],
  rule: `PathRegexp(\`(?i)^${metricsPath.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/?$\`)`,
  // Above every route of an Ingress, whose priority is the length of its rule.
  priority: 1_000_000,
  middlewares: ['nobody'],
  service: 'noop@internal',
});

const prometheusUrl = `http://${monitoringHosts.prometheus}:${monitoringPorts.prometheus}`;

/** One path of one method, answered by one console of Prometheus, whatever happens to the application. */
const statusRouter = (appHost: string): object => ({
  entryPoints: ['websecure'],
  rule: `Host(\`${appHost}\`) && Path(\`${statusPath}\`) && Method(\`GET\`)`,
  priority: 1_000_000,
  middlewares: ['status-at-once', 'status-console', 'status-headers'],
  service: 'status',
});

const statusMiddlewares = {
  // Of all clients together, so that a crowd takes no memory of what watches.
  'status-at-once': { inFlightReq: { amount: 8, sourceCriterion: { requestHost: true } } },
  'status-console': { replacePath: { path: `/consoles/${statusConsole}` } },
  'status-headers': {
    headers: {
      customResponseHeaders: {
        'Content-Type': 'application/json',
        'Cache-Control': 'public, max-age=15',
        'Access-Control-Allow-Origin': '*',
      },
    },
  },
};

/** What holds for every route. Routes by host come from Ingress objects. */
function dynamicConfiguration({ ingress, application, edge }: Environment): object {
  return {
    tls: { options: { default: { minVersion: 'VersionTLS13', sniStrict: true } } },
    http: {
      routers: {
        'to-https': {
          entryPoints: ['web'],
          rule: 'PathPrefix(`/`) && !PathPrefix(`/.well-known/acme-challenge/`)',
          middlewares: ['to-https'],
          service: 'noop@internal',
        },
        ...(application.metricsPath && { metrics: metricsRouter(application.metricsPath) }),
        status: statusRouter(edge.appHost),
      },
      services: { status: { loadBalancer: { servers: [{ url: prometheusUrl }] } } },
      middlewares: {
        ...statusMiddlewares,
        nobody: { ipAllowList: { sourceRange: ['127.0.0.1/32'] } },
        'to-https': { redirectScheme: { scheme: 'https', port: '443', permanent: true } },
        // Counted by the address that the load balancer names: headers that a client sends are not believed.
        'client-rate': {
          rateLimit: {
            average: ingress.clientRequestsPerSecond,
            period: '1s',
            burst: ingress.clientRequestsAtOnce,
          },
        },
        // Endpoints follow a pod that died after seconds, and one on a lost node after most of a minute. What could not
        // be sent to one goes to the next; a request that was sent is never sent twice. Requests at one time share the
        // turn of the pods: with a third of them gone, three tries of one request in 27 met only those.
        'next-pod': { retry: { attempts: 10 } },
        'body-size': {
          buffering: {
            maxRequestBodyBytes: ingress.requestBodyMibMax * 1024 * 1024,
            // What is larger waits on the disk: memory that clients could fill would end the pod.
            memRequestBodyBytes: 256 * 1024,
            // Answers are streamed.
            disableResponseBuffer: true,
          },
        },
        'security-headers': {
          headers: {
            stsSeconds: 31_536_000,
            stsIncludeSubdomains: true,
            forceSTSHeader: true,
            contentTypeNosniff: true,
            customFrameOptionsValue: 'SAMEORIGIN',
            referrerPolicy: 'strict-origin-when-cross-origin',
            permissionsPolicy: 'camera=(), geolocation=(), microphone=()',
            // An empty value removes what servers tell about themselves.
            customResponseHeaders: { Server: '', 'X-Powered-By': '' },
          },
        },
      },
    },
  };
}
