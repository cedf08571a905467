import { resourcesOf } from '../stack-resources';
import type { Law } from '../tree';
import { statefulResources, statefulTypes } from './stores';

const keeps = ['Retain', 'RetainExceptOnCreate', 'Snapshot'];

/** What holds state stays when its stack goes or its resource is replaced. */
export const storesAreRetained: Law = (tree) =>
  statefulResources(tree).flatMap(({ name, resource }) =>
    ['DeletionPolicy', 'UpdateReplacePolicy']
      .filter((policy) => !keeps.includes(resource[policy]))
      .map((policy) => `${name}: ${policy} is ${resource[policy] ?? 'Delete'}`),
  );

/** Stacks that hold state are protected from termination. */
export const stateIsProtectedFromTermination: Law = (tree) => {
  const holders = new Set(statefulResources(tree).map(({ stack }) => stack));
  return [...holders]
    .filter(({ terminationProtection }) => !terminationProtection)
    .map(({ noun }) => `${noun}: holds state without termination protection`);
};

/** Stacks that can be thrown away: the cluster is replaced, workloads are applied again. */
const disposableStacks = ['cluster', 'workloads'];

export const disposableStacksHoldNoState: Law = (tree) =>
  resourcesOf(tree)
    .filter(({ stack, type }) => disposableStacks.includes(stack.noun) && statefulTypes.has(type))
    .map(({ name, type }) => `${name}: a ${type} in a stack that can be thrown away`);

/** Deletion protection is on unless the environment gives a reason. */
export const deletionProtectionFollowsTheEnvironment: Law = (tree) =>
  resourcesOf(tree).flatMap(({ type, name, properties }) => {
    const { database, cluster } = tree.environment;
    const wanted =
      type === 'AWS::RDS::DBInstance'
        ? database.deletionProtection.enabled
        : type === 'AWS::EKS::Cluster'
          ? cluster.deletionProtection.enabled
          : null;
    return wanted === null || properties.DeletionProtection === wanted
      ? []
      : [`${name}: DeletionProtection is ${properties.DeletionProtection}, the environment says ${wanted}`];
  });
