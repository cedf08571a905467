import { addObject, containerOf, objectIn, type PlantedFault, removeObject } from '../planted-fault';
import type { Json } from '../tree';

const configurationOf = (tree: Json): Json => {
  const { volumes } = objectIn(tree, 'Deployment', 'ingress').spec.template.spec;
  const { configMap } = volumes.find(({ name }: Json) => name === 'configuration');
  return objectIn(tree, 'ConfigMap', configMap.name).data;
};

/** Changes one text in a file of the proxy's configuration; it must be there. */
const edit = (file: 'traefik.yaml' | 'dynamic.yaml', from: string | RegExp, to: string) => (tree: Json) => {
  const data = configurationOf(tree);
  const changed = data[file].replace(from, to);
  if (changed === data[file]) throw new Error(`there is no ${from} in ${file} to plant a fault in`);
  data[file] = changed;
};

const attributes = 'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes';

const loadBalancerOf = (tree: Json): Json => objectIn(tree, 'Service', 'ingress');

const issuerOf = (tree: Json): Json => objectIn(tree, 'ClusterIssuer', 'letsencrypt-production').spec.acme;

export const edgeFaults: readonly PlantedFault[] = [
  {
    law: 'onlyTls13',
    fault: 'TLS 1.2',
    plant: edit('dynamic.yaml', 'VersionTLS13', 'VersionTLS12'),
    seenAs: 'TLS options default begin at VersionTLS12',
  },
  {
    law: 'onlyTls13',
    fault: 'a certificate of the proxy’s own for unknown hosts',
    plant: edit('dynamic.yaml', 'sniStrict: true', 'sniStrict: false'),
    seenAs: 'answer hosts that have no certificate',
  },
  {
    law: 'clientAddressesAreKept',
    fault: 'a load balancer that hides clients',
    plant: (tree) => {
      const { annotations } = loadBalancerOf(tree).metadata;
      annotations[attributes] = annotations[attributes].replace(
        'proxy_protocol_v2.enabled=true',
        'proxy_protocol_v2.enabled=false',
      );
    },
    seenAs: "do not begin with the client's address",
  },
  {
    law: 'clientAddressesAreKept',
    fault: 'a proxy that believes pods',
    plant: edit('traefik.yaml', '10.0.0.0/24', '10.0.0.0/16'),
    seenAs: 'web believes more than the load balancer',
  },
  {
    law: 'clientAddressesAreKept',
    fault: 'a zone whose load balancer is taken for the client',
    plant: edit('traefik.yaml', /\n *- 10\.0\.1\.0\/24/, ''),
    seenAs: 'web takes the load balancer for the client',
  },
  {
    law: 'clientAddressesAreKept',
    fault: 'a proxy that believes headers',
    plant: edit('traefik.yaml', 'address: :8443', 'address: :8443\n    forwardedHeaders: { insecure: true }'),
    seenAs: 'websecure believes headers',
  },
  {
    law: 'deadPodsArePassedBy',
    fault: 'three tries',
    plant: edit('dynamic.yaml', 'attempts: 10', 'attempts: 3'),
    seenAs: 'one request in 27 meets only dead pods when a third are',
  },
  {
    law: 'deadPodsArePassedBy',
    fault: 'a long wait for a pod',
    plant: edit('traefik.yaml', 'dialTimeout: 0.25s', 'dialTimeout: 1s'),
    seenAs: 'dead pods are waited for 10 times 1s',
  },
  {
    law: 'figuresStayInside',
    fault: 'figures for whoever writes their path in capitals',
    plant: edit('dynamic.yaml', '(?i)^/metrics', '^/metrics'),
    seenAs: 'anybody may ask for /METRICS',
  },
  {
    law: 'figuresStayInside',
    fault: 'a guard that the route of all paths goes before',
    plant: edit('dynamic.yaml', 'priority: 1000000', 'priority: 10'),
    seenAs: 'anybody may ask for /metrics',
  },
  {
    law: 'onlyTheStatusIsPublic',
    fault: 'all of Prometheus for anybody',
    plant: edit('dynamic.yaml', 'Path(`/status.json`)', 'PathPrefix(`/`)'),
    seenAs: 'router status matches more than one path',
  },
  {
    law: 'onlyTheStatusIsPublic',
    fault: 'a path that passes as it is',
    plant: edit('dynamic.yaml', 'path: /consoles/status.json', 'path: /api/v1/query'),
    seenAs: 'router status leaves the path to who asks',
  },
  {
    law: 'accessLogsHoldNoSecrets',
    fault: 'a log of queries',
    plant: edit('traefik.yaml', /queryParameters:\n *defaultMode: drop/, 'queryParameters: {}'),
    seenAs: 'keeps queries',
  },
  {
    law: 'accessLogsHoldNoSecrets',
    fault: 'a log of users',
    plant: edit('traefik.yaml', 'RequestMethod: keep', 'ClientUsername: keep'),
    seenAs: 'keeps the field ClientUsername',
  },
  {
    law: 'accessLogsHoldNoSecrets',
    fault: 'a log of whatever Traefik knows',
    plant: edit('traefik.yaml', /fields:\n *defaultMode: drop/, 'fields:'),
    seenAs: 'keeps fields that nobody named',
  },
  {
    law: 'accessLogsHoldNoSecrets',
    fault: 'a log of tokens',
    plant: edit('traefik.yaml', 'User-Agent: keep', 'Authorization: keep'),
    seenAs: 'keeps the header Authorization',
  },
  {
    law: 'onlyTheIngressIsPublic',
    fault: 'a second load balancer',
    plant: (tree) => (objectIn(tree, 'Service', 'api').spec.type = 'LoadBalancer'),
    seenAs: 'Service app/api: a load balancer of its own',
  },
  {
    law: 'onlyTheIngressIsPublic',
    fault: 'a port of every node',
    plant: (tree) => (objectIn(tree, 'Service', 'api').spec.type = 'NodePort'),
    seenAs: 'opens ports of the nodes',
  },
  {
    law: 'onlyTheIngressIsPublic',
    fault: 'a load balancer that Auto Mode does not make',
    plant: (tree) => (loadBalancerOf(tree).spec.loadBalancerClass = 'service.k8s.aws/nlb'),
    seenAs: 'EKS Auto Mode makes no load balancer',
  },
  {
    law: 'targetsDrainBeforeTheyStop',
    fault: 'a deregistration as long as the pre-stop',
    plant: (tree) => {
      const { annotations } = loadBalancerOf(tree).metadata;
      annotations[attributes] = annotations[attributes].replace('timeout_seconds=60', 'timeout_seconds=120');
    },
    seenAs: 'gets SIGTERM after 120 s, its load balancer needs 120 \\+ 60 s',
  },
  {
    law: 'targetsDrainBeforeTheyStop',
    fault: 'no pre-stop',
    plant: (tree) => delete containerOf(tree, 'ingress').lifecycle,
    seenAs: 'gets SIGTERM after 0 s',
  },
  {
    law: 'targetsAreHealthyBeforeOthersGo',
    fault: 'a roll-out that does not wait for the load balancer',
    plant: (tree) =>
      delete objectIn(tree, 'Namespace', 'ingress').metadata.labels[
        'eks.amazonaws.com/pod-readiness-gate-inject'
      ],
    seenAs: 'asks for no readiness gate',
  },
  {
    law: 'hostsHaveCertificates',
    fault: 'a host without TLS',
    plant: (tree) => (objectIn(tree, 'Ingress', 'app').spec.tls = []),
    seenAs: 'nobody asks for a certificate of app.genericcorp.com',
  },
  {
    law: 'hostsHaveCertificates',
    fault: 'a host that is served over plain HTTP, too',
    plant: (tree) => (objectIn(tree, 'Ingress', 'app').metadata.annotations = {}),
    seenAs: 'is not served over TLS alone',
  },
  {
    law: 'hostsHaveCertificates',
    fault: 'a route of every host',
    plant: (tree) => delete objectIn(tree, 'Ingress', 'app').spec.rules[0].host,
    seenAs: 'a route of every host',
  },
  {
    law: 'routesHaveServices',
    fault: 'a route to nowhere',
    plant: (tree) => removeObject(tree, 'Service', 'api'),
    seenAs: '/ goes to api:3000, which no chart makes',
  },
  {
    law: 'socketsAreSticky',
    fault: 'sockets whose requests are spread',
    plant: (tree) => (objectIn(tree, 'Service', 'realtime-sticky').metadata.annotations = {}),
    seenAs: 'gives no sticky cookie',
  },
  {
    law: 'issuersCanIssue',
    fault: 'a certificate of no issuer',
    plant: (tree) => removeObject(tree, 'ClusterIssuer', 'letsencrypt-production'),
    seenAs: 'no chart makes its issuer',
  },
  {
    law: 'issuersCanIssue',
    fault: 'challenges that are redirected',
    plant: (tree) => delete issuerOf(tree).solvers[1].http01.ingress.ingressTemplate,
    seenAs: 'are not served over plain HTTP',
  },
  {
    law: 'issuersCanIssue',
    fault: 'no way to prove a tenant’s own host',
    plant: (tree) => issuerOf(tree).solvers.pop(),
    seenAs: 'no solver for hosts of other zones',
  },
  {
    law: 'flowTable',
    fault: 'solver pods without the label that opens the way to them',
    plant: (tree) => removeObject(tree, 'NetworkPolicy', 'acme-solver'),
    seenAs: 'ingress/ingress → app/acme-solver TCP 8089 is refused',
  },
  {
    law: 'kubernetesAccessIsNarrow',
    fault: 'a proxy that may read every Secret',
    plant: (tree) => objectIn(tree, 'ClusterRole', 'ingress').rules[0].resources.push('secrets'),
    seenAs: 'may read Secrets of every namespace',
  },
  {
    law: 'kubernetesAccessIsNarrow',
    fault: 'a pod that may change routes',
    plant: (tree) => objectIn(tree, 'Role', 'ingress').rules[2].verbs.push('update'),
    seenAs: 'Role app/ingress: may update ingresses',
  },
  {
    law: 'tokensHaveAUse',
    fault: 'a token that nobody needs',
    plant: (tree) =>
      (objectIn(tree, 'Deployment', 'api').spec.template.spec.automountServiceAccountToken = true),
    seenAs: 'has a token of the Kubernetes API and no use for it',
  },
  {
    law: 'namespacesDenyByDefault',
    fault: 'a namespace beside the proxy that refuses nothing',
    plant: (tree) =>
      addObject(tree, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'open', labels: {} } }),
    seenAs: 'Namespace open',
  },
];
