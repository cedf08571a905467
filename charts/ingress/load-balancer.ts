import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaces, ports } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { selectorLabels, workloadMetadata } from '../workload/labels';
import { drain } from './drain';
import { proxyName } from './proxy';

/**
 * The one way in from the internet: a network load balancer that passes TCP on to the proxy's pods and begins each
 * connection with the client's address (proxy protocol). Keeping the address on the packets instead would make every
 * client of the internet a peer in the pods' network policies, and break connections of the cluster to itself.
 *
 * Across zones, because there are fewer pods than zones. external-dns points the host at it.
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html
 */
export function createLoadBalancer(scope: Construct, { edge }: Environment): void {
  new k8s.KubeService(scope, 'load-balancer', {
    metadata: {
      ...workloadMetadata(proxyName, namespaces.ingress),
      annotations: {
        'external-dns.alpha.kubernetes.io/hostname': edge.appHost,
        ...prefixed({
          scheme: 'internet-facing',
          'nlb-target-type': 'ip',
          attributes: settings({ 'load_balancing.cross_zone.enabled': true }),
          'target-group-attributes': settings({
            'deregistration_delay.timeout_seconds': drain.deregistrationSeconds,
            'preserve_client_ip.enabled': false,
            'proxy_protocol_v2.enabled': true,
          }),
          'healthcheck-protocol': 'HTTP',
          'healthcheck-port': `${ports.ingressHealth}`,
          'healthcheck-path': '/ping',
          // As short as AWS has it: a proxy on a node that is lost gets connections until two checks have failed.
          'healthcheck-interval': '5',
          'healthcheck-timeout': '2',
          'healthcheck-healthy-threshold': '2',
          'healthcheck-unhealthy-threshold': '2',
        }),
      },
    },
    spec: {
      type: 'LoadBalancer',
      loadBalancerClass: 'eks.amazonaws.com/nlb',
      // Pods are the targets: no node needs a port.
      allocateLoadBalancerNodePorts: false,
      selector: selectorLabels(proxyName),
      ports: [servicePort('http', 80, ports.ingressHttp), servicePort('https', 443, ports.ingressHttps)],
    },
  });
}

const servicePort = (name: string, port: number, targetPort: number): k8s.ServicePort => ({
  name,
  port,
  targetPort: k8s.IntOrString.fromNumber(targetPort),
  protocol: 'TCP',
});

const prefixed = (annotations: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [
      `service.beta.kubernetes.io/aws-load-balancer-${name}`,
      value,
    ]),
  );

const settings = (values: Record<string, string | number | boolean>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
