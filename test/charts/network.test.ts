import { k8s } from 'cdk8s-plus-28';
import { flowPolicySpec } from '../../charts/network/flow-policy';
import type { Flow } from '../../config/flows';
import { loadEnvironment } from '../../config/load';
import { type Json, renderedCharts } from '../support/synthesized';
import { object, ofKind } from './rendered-objects';

const charts = renderedCharts('production');
const production = loadEnvironment('production');
const tcp = (port: number): object[] => [{ protocol: 'TCP', port }];
const cidrs = (peers: Json[]): string[] => peers.map(({ ipBlock }) => ipBlock.cidr);

describe.each(['app', 'headroom', 'ingress'])('namespace %s', (namespace) => {
  test('refuses all traffic in and out by default', () => {
    expect(object(charts, 'NetworkPolicy', 'default-deny', namespace).spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test('names are asked by address: the DNS Service and the VPC', () => {
    const [rule] = object(charts, 'NetworkPolicy', 'allow-dns', namespace).spec.egress;
    expect(cidrs(rule.to)).toEqual(['172.20.0.10/32', '10.0.0.0/16']);
  });

  test('names are asked over UDP and TCP', () => {
    const [rule] = object(charts, 'NetworkPolicy', 'allow-dns', namespace).spec.egress;
    expect(rule.ports).toEqual([
      { protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 53 },
    ]);
  });

  test('the Pod Identity agent is open', () => {
    expect(object(charts, 'NetworkPolicy', 'allow-pod-identity', namespace).spec.egress).toEqual([
      { to: [{ ipBlock: { cidr: '169.254.170.23/32' } }], ports: tcp(80) },
    ]);
  });
});

test('no policy selects DNS pods: Auto Mode has none', () => {
  expect(JSON.stringify(ofKind(charts, 'NetworkPolicy'))).not.toContain('kube-dns');
});

test('the migration reaches the database and nothing else', () => {
  const { egress } = object(charts, 'NetworkPolicy', 'migration').spec;
  expect(egress.map((rule: Json) => [cidrs(rule.to), rule.ports[0].port])).toEqual([
    [['10.0.4.0/24', '10.0.5.0/24', '10.0.6.0/24'], 5432],
  ]);
});

describe('a flow', () => {
  const policy = (flow: Omit<Flow, 'why'>, workload: 'api' | 'worker'): Json =>
    k8s.toJson_NetworkPolicySpec(flowPolicySpec(production, workload, [{ ...flow, why: 'test' }]));

  test('from pod to pod opens the receiver to the sender’s pods in the sender’s namespace', () => {
    const { ingress } = policy({ from: 'worker', to: 'api', port: 'application' }, 'api');
    expect(ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'app' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'worker' } },
          },
        ],
        ports: tcp(3000),
      },
    ]);
  });

  test('from pod to pod opens the sender to the receiver', () => {
    const { egress } = policy({ from: 'worker', to: 'api', port: 'application' }, 'worker');
    expect(egress[0].to[0].podSelector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'api' });
  });

  test('leaves its receiver without egress', () => {
    expect(policy({ from: 'worker', to: 'api', port: 'application' }, 'api').egress).toEqual([]);
  });

  test('to the cache goes to the data subnets', () => {
    const { egress } = policy({ from: 'api', to: 'cache', port: 6379 }, 'api');
    expect(cidrs(egress[0].to)).toEqual(['10.0.4.0/24', '10.0.5.0/24', '10.0.6.0/24']);
  });

  test('to the Kubernetes API goes to its Service and the private subnets', () => {
    const { egress } = policy({ from: 'api', to: 'kubernetes-api', port: 443 }, 'api');
    expect(cidrs(egress[0].to)).toEqual(['172.20.0.1/32', '10.0.32.0/19', '10.0.64.0/19', '10.0.96.0/19']);
  });

  test('from the load balancer comes from the public subnets', () => {
    const { ingress } = policy({ from: 'load-balancer', to: 'api', port: 'application' }, 'api');
    expect(cidrs(ingress[0].from)).toEqual(['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']);
  });

  test.each([
    '10.0.0.0/16',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10',
    '169.254.0.0/16',
  ])('to the internet never reaches %s', (block) => {
    const { egress } = policy({ from: 'worker', to: 'internet', port: 443 }, 'worker');
    expect(egress[0].to[0].ipBlock.except).toContain(block);
  });
});
