import fc from 'fast-check';
import type { KubernetesObject } from '../../../charts/rendered-chart';
import type {
  AddressedPod,
  NetworkPolicy,
  PolicyWorld,
} from '../../../rehearsal/network-policies/policy-objects';
import { policyRuleset } from '../../../rehearsal/network-policies/ruleset';
import { type Connection, type Endpoint, NetworkPolicies } from '../../laws/network/policy-semantics';
import type { Json } from '../../laws/tree';
import { forwards } from './ruleset-reader';

const namespaces = ['app', 'temporal'] as const;
const ports = [53, 3000, 5432, 9999];
const blocks = ['0.0.0.0/0', '10.4.4.0/24', '10.4.32.0/19', '203.0.113.0/24'];

const pods: readonly Endpoint[] = namespaces.flatMap((namespace, row) =>
  ['api', 'worker'].map((name, column) => ({
    name: `${namespace}/${name}`,
    namespace,
    labels: { name },
    address: `10.4.33.${row * 2 + column + 2}`,
    namedPorts: { http: column === 0 ? 3000 : 9999 } as Record<string, number>,
  })),
);
const outside: readonly Endpoint[] = ['10.4.4.4', '203.0.113.9'].map((address) => ({
  name: address,
  namespace: null,
  labels: {},
  address,
  namedPorts: {},
}));

/** Every pair with a pod in it, every port, both protocols. */
const connections: readonly Connection[] = [...pods, ...outside].flatMap((from) =>
  [...pods, ...outside]
    .filter((to) => to !== from && (from.namespace !== null || to.namespace !== null))
    .flatMap((to) =>
      ports.flatMap((port) => (['TCP', 'UDP'] as const).map((protocol) => ({ from, to, protocol, port }))),
    ),
);

const selector = fc.oneof(
  fc.constant({}),
  fc.constantFrom('api', 'worker').map((name) => ({ matchLabels: { name } })),
  fc
    .tuple(fc.constantFrom('In', 'NotIn'), fc.constantFrom('api', 'other'))
    .map(([operator, value]) => ({ matchExpressions: [{ key: 'name', operator, values: [value] }] })),
  fc
    .constantFrom('Exists', 'DoesNotExist')
    .map((operator) => ({ matchExpressions: [{ key: 'name', operator }] })),
);
const namespaceSelector = fc.oneof(
  fc.constant({}),
  fc.constantFrom(...namespaces).map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
);
const peer = fc.oneof(
  fc
    .tuple(fc.constantFrom(...blocks), fc.subarray(['10.4.0.0/16', '203.0.113.9/32']))
    .map(([cidr, except]) => ({ ipBlock: { cidr, except } })),
  fc.record({ namespaceSelector, podSelector: selector }, { requiredKeys: [] }),
);
const port = fc.oneof(
  fc.record(
    { protocol: fc.constantFrom('TCP', 'UDP'), port: fc.constantFrom(...ports) },
    { requiredKeys: [] },
  ),
  fc.constant({ protocol: 'TCP', port: 3000, endPort: 6000 }),
  fc.constant({ protocol: 'TCP', port: 'http' }),
);
const rule = (peers: 'from' | 'to') =>
  fc.record(
    { [peers]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) },
    { requiredKeys: [] },
  );
const policy = fc
  .record({
    namespace: fc.constantFrom(...namespaces),
    podSelector: selector,
    policyTypes: fc.option(fc.subarray(['Ingress', 'Egress'], { minLength: 1 }), { nil: undefined }),
    ingress: fc.array(rule('from'), { maxLength: 2 }),
    egress: fc.option(fc.array(rule('to'), { maxLength: 2 }), { nil: undefined }),
  })
  .map((made) => made as Json as NetworkPolicy);

/** What the rulesets of two nodes, with half of the pods each, make of a connection. */
function passes(world: PolicyWorld, { from, to, protocol, port }: Connection): boolean {
  const packet = {
    saddr: from.address,
    daddr: to.address,
    protocol: protocol === 'TCP' ? ('tcp' as const) : ('udp' as const),
    dport: port,
  };
  const nodes = [world.pods.slice(0, 2), world.pods.slice(2)];
  return nodes
    .filter((local) => local.some(({ address }) => address === from.address || address === to.address))
    .every((local) => forwards(policyRuleset(world, local), packet));
}

const worldOf = (policies: readonly NetworkPolicy[]): PolicyWorld => ({
  policies,
  pods: pods as readonly Json[] as readonly AddressedPod[],
  namespaces: Object.fromEntries(namespaces.map((name) => [name, { 'kubernetes.io/metadata.name': name }])),
});

const objectsOf = (policies: readonly NetworkPolicy[]): KubernetesObject[] =>
  policies.map(({ namespace, ...spec }, index) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `policy-${index}`, namespace },
    spec,
  }));

test('rulesets let through what NetworkPolicies allow, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 3 }), (policies) => {
      const semantics = new NetworkPolicies(objectsOf(policies));
      const world = worldOf(policies);
      const wrong = connections.filter(
        (connection) => passes(world, connection) !== semantics.allow(connection),
      );
      expect(
        wrong.map(({ from, to, protocol, port }) => `${from.name} → ${to.name} ${protocol} ${port}`),
      ).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a node says nothing of pods that run elsewhere', () => {
  const denyAll: NetworkPolicy = { namespace: 'app', podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
  expect(policyRuleset(worldOf([denyAll]), [])).not.toMatch(/drop|vmap/);
});

test('what a pod sends to its own node is judged too', () => {
  const denyAll: NetworkPolicy = { namespace: 'app', podSelector: {}, policyTypes: ['Egress'] };
  const world = worldOf([denyAll]);
  const [, input] = policyRuleset(world, world.pods).split('chain to-the-node');
  expect(input).toContain('ip saddr vmap { 10.4.33.2 : jump egress-10-4-33-2');
});
