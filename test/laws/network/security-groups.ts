import { flows, type OutsidePeer } from '../../../config/flows';
import { ports } from '../../../config/contract';
import { listOf, type LocatedResource, resolvedName, resourcesOfTypes } from '../stack-resources';
import type { Json, Law, Tree } from '../tree';

interface IngressRule {
  readonly name: string;
  readonly rule: Json;
  readonly source: string | null;
}

/** Stores that pods reach by address, the resources that stand for them, and their port. */
const stores: readonly {
  peer: OutsidePeer;
  type: string;
  groups: (properties: Json) => Json[];
  port: number;
}[] = [
  {
    peer: 'database',
    type: 'AWS::RDS::DBInstance',
    groups: ({ VPCSecurityGroups }) => listOf(VPCSecurityGroups),
    port: ports.database,
  },
  {
    peer: 'cache',
    type: 'AWS::ElastiCache::ReplicationGroup',
    groups: ({ SecurityGroupIds }) => listOf(SecurityGroupIds),
    port: ports.cache,
  },
];

/**
 * A store lets the cluster in exactly when the flow table sends a workload to it. Apart from the cluster only
 * functions with a security group of their own come in, on the store's port.
 */
export const storesAdmitOnlyFlows: Law = (tree) =>
  stores.flatMap(({ peer, type, groups, port }) => {
    const wanted = flows.some(({ to }) => to === peer);
    return resourcesOfTypes(tree, type).flatMap((store) => {
      const rules = groups(store.properties).flatMap((group) =>
        ingressRules(tree, resolvedName(tree, store.stack, group)),
      );
      const fromCluster = rules.filter(({ source }) => clusterGroups(tree).includes(source ?? ''));
      return [
        ...(wanted && fromCluster.length === 0 ? [`${store.name}: no ingress rule admits the cluster`] : []),
        ...(!wanted && fromCluster.length > 0
          ? [`${store.name}: admits the cluster, the flow table names no flow`]
          : []),
        ...rules.flatMap((rule) =>
          faults(tree, rule, port).map((fault) => `${store.name}: ${rule.name} ${fault}`),
        ),
      ];
    });
  });

function faults(tree: Tree, { rule, source }: IngressRule, port: number): string[] {
  const known = [...clusterGroups(tree), ...functionGroups(tree)];
  return [
    ...(source && known.includes(source)
      ? []
      : ['admits something that is neither the cluster nor a function']),
    ...(rule.IpProtocol === 'tcp' && isPort(rule.FromPort, port) && isPort(rule.ToPort, port)
      ? []
      : [`admits more than TCP ${port}`]),
  ];
}

/** A store's own port attribute is its port, too. */
const isPort = (value: Json, port: number): boolean =>
  value === port ||
  (typeof value === 'object' && /Endpoint\.Port|EndPoint\.Port/.test(JSON.stringify(value)));

function ingressRules(tree: Tree, group: string | null): IngressRule[] {
  const inline = resourcesOfTypes(tree, 'AWS::EC2::SecurityGroup')
    .filter(({ name }) => `${name}.GroupId` === group)
    .flatMap((resource) =>
      listOf(resource.properties.SecurityGroupIngress).map((rule) => located(tree, resource, rule)),
    );
  const standalone = resourcesOfTypes(tree, 'AWS::EC2::SecurityGroupIngress')
    .filter(({ stack, properties }) => resolvedName(tree, stack, properties.GroupId) === group)
    .map((resource) => located(tree, resource, resource.properties));
  return [...inline, ...standalone];
}

const located = (tree: Tree, { name, stack }: LocatedResource, rule: Json): IngressRule => ({
  name,
  rule,
  source: resolvedName(tree, stack, rule.SourceSecurityGroupId),
});

/** Auto Mode puts every node, and so every pod, into the security group that EKS makes for the cluster. */
const clusterGroups = (tree: Tree): string[] =>
  resourcesOfTypes(tree, 'AWS::EKS::Cluster').map(({ name }) => `${name}.ClusterSecurityGroupId`);

const functionGroups = (tree: Tree): string[] =>
  resourcesOfTypes(tree, 'AWS::Lambda::Function').flatMap(({ stack, properties }) =>
    listOf(properties.VpcConfig?.SecurityGroupIds).map((group) => resolvedName(tree, stack, group) ?? ''),
  );
