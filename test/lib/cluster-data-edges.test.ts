import { App, Stack } from 'aws-cdk-lib';
import { CfnSecurityGroupIngress, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { ports } from '../../config/contract';
import { flows } from '../../config/flows';
import { DataEdges } from '../../lib/cluster/data-edges';

function rules(cacheIsShared: boolean): CfnSecurityGroupIngress[] {
  const stack = new Stack(new App(), 'Stack');
  const group = (id: string) => SecurityGroup.fromSecurityGroupId(stack, id, id);
  const cacheQueues = group('queues');
  const edges = new DataEdges(stack, 'DataEdges', {
    cluster: Cluster.fromClusterAttributes(stack, 'Cluster', {
      clusterName: 'c',
      clusterSecurityGroupId: 'sg-cluster',
    }),
    database: group('database'),
    cacheQueues,
    cacheVolatile: cacheIsShared ? cacheQueues : group('volatile'),
  });
  return edges.node.findAll().filter((part) => part instanceof CfnSecurityGroupIngress);
}
const doors = (cacheIsShared: boolean) =>
  rules(cacheIsShared).map(({ groupId, fromPort }) => [groupId, fromPort]);

test('the stores that flows name are open on the flows’ ports, and on no other', () => {
  expect(doors(true)).toEqual([
    ['database', ports.database],
    ['queues', ports.cache],
  ]);
});

test.each(['sourceSecurityGroupId', 'ipProtocol'] as const)('each rule has its %s', (field) => {
  const wanted = { sourceSecurityGroupId: 'sg-cluster', ipProtocol: 'tcp' };
  expect(new Set(rules(true).map((rule) => rule[field]))).toEqual(new Set([wanted[field]]));
});

test('each rule is one port wide', () => {
  for (const rule of rules(true)) expect(rule.toPort).toBe(rule.fromPort);
});

test('a second cache has a rule of its own', () => {
  expect(doors(false)).toContainEqual(['volatile', ports.cache]);
});

test('a store that many flows name has one rule', () => {
  expect(flows.filter(({ to }) => to === 'database').length).toBeGreaterThan(1);
  expect(doors(true).filter(([store]) => store === 'database')).toHaveLength(1);
});
