import { nodeClassName, workersTaint } from '../../config/contract';
import { loadEnvironment } from '../../config/load';
import { type Json, renderedCharts } from '../support/synthesized';
import { object } from './rendered-objects';

const nodes = (environment: string) => renderedCharts(environment).slice(0, 1);
const nodeClass: Json = object(nodes('production'), 'NodeClass', nodeClassName).spec;
const pool = (name: string, environment = 'production'): Json =>
  object(nodes(environment), 'NodePool', name).spec;
const requirement = (spec: Json, key: string): string[] =>
  spec.template.spec.requirements.find((term: Json) => term.key === key).values;

test('the switch that makes NetworkPolicies count is on', () => {
  expect(object(nodes('production'), 'ConfigMap', 'amazon-vpc-cni', 'kube-system').data).toEqual({
    'enable-network-policy-controller': 'true',
  });
});

describe('the node class', () => {
  test('leaves the add-ons’ pods alone, which no policy selects', () => {
    expect(nodeClass.networkPolicy).toBe('DefaultAllow');
  });

  test('writes down what a policy refused', () => {
    expect(nodeClass.networkPolicyEventLogs).toBe('Enabled');
  });

  test('takes the private subnets of this environment and no other', () => {
    expect(nodeClass.subnetSelectorTerms).toEqual([
      { tags: { 'kubernetes.io/role/internal-elb': '1', 'platform:environment': 'production' } },
    ]);
  });

  test('wears the cluster’s own security group', () => {
    expect(nodeClass.securityGroupSelectorTerms).toEqual([
      { tags: { 'aws:eks:cluster-name': 'production' } },
    ]);
  });

  test('gives nodes our role', () => {
    expect(nodeClass.role).toBe('production-node');
  });
});

describe('the general pool', () => {
  test('has no taint, so that add-ons find a place', () => {
    expect(pool('general').template.spec.taints).toBeUndefined();
  });

  test('is bought on demand', () => {
    expect(requirement(pool('general'), 'karpenter.sh/capacity-type')).toEqual(['on-demand']);
  });
});

describe('the workers’ pool', () => {
  test('keeps other pods away', () => {
    expect(pool('workers').template.spec.taints).toEqual([workersTaint]);
  });

  test('falls back to on-demand when there is no spot', () => {
    expect(requirement(pool('workers'), 'karpenter.sh/capacity-type')).toEqual(['spot', 'on-demand']);
  });
});

describe.each(['general', 'workers'] as const)('pool %s', (name) => {
  const configured = loadEnvironment('production').cluster.pools[name];

  test.each([
    ['eks.amazonaws.com/instance-family', configured.instanceFamilies],
    ['eks.amazonaws.com/instance-size', configured.instanceSizes],
    ['kubernetes.io/arch', [configured.architecture]],
  ])('buys what the config names: %s', (key, values) => {
    expect(requirement(pool(name), key)).toEqual(values);
  });

  test('lies in the environment’s zones', () => {
    expect(requirement(pool(name, 'recovery'), 'topology.kubernetes.io/zone')).toEqual([
      'us-west-2a',
      'us-west-2b',
      'us-west-2c',
    ]);
  });

  test('ends at the configured limits', () => {
    expect(pool(name).limits).toEqual({
      cpu: `${configured.vcpuLimit}`,
      memory: `${configured.memoryGibLimit}Gi`,
    });
  });

  test('replaces a node at its configured age', () => {
    expect(pool(name).template.spec.expireAfter).toBe(`${configured.nodeExpiryDays * 24}h`);
  });

  test('disturbs one node at a time', () => {
    expect(pool(name).disruption.budgets).toEqual([{ nodes: '1' }]);
  });

  test('uses our node class', () => {
    expect(pool(name).template.spec.nodeClassRef).toEqual({
      group: 'eks.amazonaws.com',
      kind: 'NodeClass',
      name: nodeClassName,
    });
  });
});
