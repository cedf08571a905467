import type { JsonObject, Side } from '../../../../../ops/review/change';
import { deployedObject } from '../../../../../ops/review/sides/deployed-objects';
import { resource } from '../../plain-sides';
import { deployment, kubernetesObject, objectDangers, ofObject, ofObjects, verdict } from '../verdict-of';

const api = deployment('api');
const scheme = 'service.beta.kubernetes.io/aws-load-balancer-scheme';
const balancer = (value: string, ...loadBalancerSourceRanges: string[]): JsonObject => ({
  metadata: { annotations: { [scheme]: value } },
  spec: { type: 'LoadBalancer', selector: { app: 'api' }, ports: [{ port: 443 }], loadBalancerSourceRanges },
});
const route = (name: string, tls: boolean, middlewares = 'app-limit@kubernetescrd'): JsonObject => ({
  metadata: { annotations: { 'traefik.ingress.kubernetes.io/router.middlewares': middlewares } },
  spec: {
    ...(tls && { tls: [{ hosts: ['a.example'] }] }),
    rules: [
      {
        host: 'a.example',
        http: { paths: [{ path: '/', backend: { service: { name, port: { number: 80 } } } }] },
      },
    ],
  },
});
const rights = (...verbs: string[]): JsonObject => ({
  rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
});
const enforce = (level: string): JsonObject => ({
  metadata: { namespace: undefined, labels: { 'pod-security.kubernetes.io/enforce': level } },
});

objectDangers(
  [
    [
      'a load balancer on the internet',
      'Service',
      balancer('internal'),
      balancer('internet-facing'),
      'exposure',
      'downtime',
    ],
    [
      'a load balancer for more addresses',
      'Service',
      balancer('internet-facing', '203.0.113.0/24'),
      balancer('internet-facing', '203.0.112.0/23'),
      'exposure',
    ],
    ['a host without certificate', 'Ingress', route('api', true), route('api', false), 'exposure'],
    ['a host without its limit', 'Ingress', route('api', true), route('api', true, ''), 'exposure'],
    ['more rights', 'Role', rights('get'), rights('get', 'delete'), 'exposure'],
    ['weaker pods in a namespace', 'Namespace', enforce('restricted'), enforce('baseline'), 'exposure'],
    [
      'a token in all pods of an account',
      'ServiceAccount',
      { automountServiceAccountToken: false },
      { automountServiceAccountToken: true },
      'exposure',
    ],
  ],
  [api],
);

test('another Service behind a public host', () => {
  const known = kubernetesObject('Ingress', 'other', route('api', true));
  expect([
    ofObject('Ingress', null, route('temporal-ui', true), [known]),
    ofObject('Ingress', null, route('api', true), [known]),
  ]).toEqual(['exposure', 'safe']);
});

test.each<[string, JsonObject]>([
  ['runs as root', { securityContext: { runAsUser: 0 } }],
  ['is privileged', { securityContext: { privileged: true } }],
  [
    'can write its root file system',
    { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
  ],
  ['has a password in clear', { env: [{ name: 'API_PASSWORD', value: 'hunter2hunter2' }] }],
])('a container that %s', (_, container) => {
  expect(ofObjects([api], [deployment('api', { container })])).toBe('exposure');
});

test.each<[string, JsonObject]>([
  ['shares the node’s network', { hostNetwork: true }],
  ['mounts the node’s files', { volumes: [{ name: 'h', hostPath: { path: '/var' } }] }],
])('a pod that %s', (_, pod) => {
  expect(ofObjects([api], [deployment('api', { pod })])).toBe('exposure');
});

describe('NetworkPolicies', () => {
  const policy = (name: string, spec: JsonObject): JsonObject =>
    kubernetesObject('NetworkPolicy', name, { spec });
  const denyAll = policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  const from = (...names: string[]) =>
    policy('api', {
      podSelector: { matchLabels: { app: 'api' } },
      policyTypes: ['Ingress'],
      ingress: names.map((app) => ({
        from: [{ podSelector: { matchLabels: { app } } }],
        ports: [{ port: 3000 }],
      })),
    });
  const all = [api, deployment('worker'), deployment('ingress')];
  test.each([
    ['nothing denied any more', [denyAll], [], 'exposure'],
    ['one more may ask', [denyAll, from('ingress')], [denyAll, from('ingress', 'worker')], 'exposure'],
    ['one may ask no more', [denyAll, from('ingress', 'worker')], [denyAll, from('ingress')], 'downtime'],
    ['another order', [denyAll, from('ingress', 'worker')], [denyAll, from('worker', 'ingress')], 'safe'],
  ])('%s', (_, before, after, risk) => {
    expect(ofObjects(before, after, all)).toBe(risk);
  });

  test.each([
    ['with the subnet that they led to', 'Here', '10.0.2.0/24', 'downtime'],
    ['with it into a larger one', 'Here', '10.0.2.0/23', 'exposure'],
    ['with it to where another one was', 'Here', '10.0.9.0/24', 'exposure'],
    ['away from every subnet', 'Gone', '10.0.2.0/24', 'exposure'],
  ])('addresses that move %s', (_, subnet, block, risk) => {
    const side = (cidr: string, name: string): Side => ({
      name: 'a side',
      resources: [
        resource('network', name, 'AWS::EC2::Subnet', { CidrBlock: cidr }),
        resource('network', 'Other', 'AWS::EC2::Subnet', { CidrBlock: '10.0.8.0/23' }),
      ],
      objects: [
        api,
        policy('api', {
          podSelector: { matchLabels: { app: 'api' } },
          policyTypes: ['Egress'],
          egress: [{ to: [{ ipBlock: { cidr } }], ports: [{ port: 443 }] }],
        }),
      ].map((object) => deployedObject('chart', object)),
    });
    expect(verdict(side('10.0.1.0/24', 'Here'), side(block, subnet))).toBe(risk);
  });

  test('a switch that makes none of them count', () => {
    const cni = (on: string): JsonObject =>
      kubernetesObject('ConfigMap', 'amazon-vpc-cni', {
        metadata: { namespace: 'kube-system' },
        data: { 'enable-network-policy-controller': on },
      });
    expect([ofObjects([cni('true')], [cni('false')]), ofObjects([cni('true')], [])]).toEqual([
      'exposure',
      'exposure',
    ]);
  });
});
