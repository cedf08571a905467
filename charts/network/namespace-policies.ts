import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { podIdentityAgentAddress, ports } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { dnsAddresses } from './addresses';

const port = (protocol: 'TCP' | 'UDP', number: number): k8s.NetworkPolicyPort => ({
  protocol,
  port: k8s.IntOrString.fromNumber(number),
});

const egressOfAllPods = (rule: k8s.NetworkPolicyEgressRule): k8s.NetworkPolicySpec => ({
  podSelector: {},
  policyTypes: ['Egress'],
  egress: [rule],
});

/** What holds for every pod of a namespace: nothing in or out, but for names and for the pod's own AWS credentials. */
export function namespacePolicies(
  scope: Construct,
  namespace: string,
  network: Environment['network'],
): void {
  const policy = (name: string, spec: k8s.NetworkPolicySpec): void => {
    new k8s.KubeNetworkPolicy(scope, `${namespace}-${name}`, { metadata: { name, namespace }, spec });
  };
  policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  policy(
    'allow-dns',
    egressOfAllPods({
      to: dnsAddresses(network).map((ipBlock) => ({ ipBlock })),
      ports: [port('UDP', ports.dns), port('TCP', ports.dns)],
    }),
  );
  policy(
    'allow-pod-identity',
    egressOfAllPods({
      to: [{ ipBlock: { cidr: `${podIdentityAgentAddress}/32` } }],
      ports: [port('TCP', ports.podIdentity)],
    }),
  );
}
