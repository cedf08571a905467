import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ingressClass, routesNamespace } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { selectorLabels, workloadMetadata } from '../workload/labels';
import { certificateName } from './certificates';

const traefik = (setting: string): string => `traefik.ingress.kubernetes.io/${setting}`;

const stickyService = 'realtime-sticky';
/** Socket.io's own path, in every client of it. */
const socketPath = '/socket.io';

/** Which host and path goes to which service. */
export function createRoutes(scope: Construct, environment: Environment): void {
  const { edge, application } = environment;
  new k8s.KubeIngressClass(scope, 'ingress-class', {
    metadata: { name: ingressClass },
    spec: { controller: 'traefik.io/ingress-controller' },
  });
  createStickyService(scope, application.port);
  const path = (prefix: string, service: string): k8s.HttpIngressPath => ({
    path: prefix,
    pathType: 'Prefix',
    backend: { service: { name: service, port: { number: application.port } } },
  });
  new k8s.KubeIngress(scope, 'routes', {
    metadata: {
      name: 'app',
      namespace: routesNamespace,
      annotations: { [traefik('router.entrypoints')]: 'websecure' },
    },
    spec: {
      ingressClassName: ingressClass,
      tls: [{ hosts: [edge.appHost], secretName: certificateName }],
      rules: [{ host: edge.appHost, http: { paths: [path(socketPath, stickyService), path('/', 'api')] } }],
    },
  });
}

/**
 * The sockets' pods, each client always at the same one: a connection begins as several requests, which another pod
 * would not know. The cookie holds a hash of the pod's address, and ends with the browser's session.
 */
function createStickyService(scope: Construct, port: number): void {
  const cookie = {
    sticky: { cookie: 'true' },
    'sticky.cookie': {
      name: 'realtime',
      path: socketPath,
      httponly: 'true',
      secure: 'true',
      samesite: 'lax',
    },
  };
  new k8s.KubeService(scope, 'sticky-service', {
    metadata: {
      ...workloadMetadata('realtime', routesNamespace),
      name: stickyService,
      annotations: Object.fromEntries(
        Object.entries(cookie).flatMap(([group, values]) =>
          Object.entries(values).map(([name, value]) => [traefik(`service.${group}.${name}`), value]),
        ),
      ),
    },
    spec: {
      selector: selectorLabels('realtime'),
      ports: [{ name: 'http', port, targetPort: k8s.IntOrString.fromNumber(port), protocol: 'TCP' }],
    },
  });
}
