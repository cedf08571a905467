import { resourcesOfTypes } from '../stack-resources';
import type { Law } from '../tree';
import { appliedManifests, identityOf } from './applied-manifests';

/** What `kubectl apply --prune` looks at by itself, in kubectl 1.36. */
const prunedByKubectl = new Set([
  'ConfigMap',
  'Endpoints',
  'Pod',
  'ReplicationController',
  'Secret',
  'Service',
  'CronJob.batch',
  'Job.batch',
  'Ingress.networking.k8s.io',
  'DaemonSet.apps',
  'Deployment.apps',
  'ReplicaSet.apps',
  'StatefulSet.apps',
]);
/** Deleting one deletes what lies in it. */
const neverDeleted = new Set([
  'Namespace',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition.apiextensions.k8s.io',
]);

const kindOf = (identity: string): string => identity.split('/')[0]!;

/** Every object that leaves a chart leaves the cluster: kubectl prunes its kind, or the chart's list of objects names it. */
export const removedObjectsAreRetired: Law = (tree) =>
  appliedManifests(tree).flatMap(({ resource, objects }) => {
    const label = resource.properties.PruneLabel;
    const listed = new Set(
      resourcesOfTypes(tree, 'Custom::RetiredObjects')
        .filter(({ stack, properties }) => stack === resource.stack && properties.PruneLabel === label)
        .flatMap(({ properties }) => properties.Objects),
    );
    return objects
      .map(identityOf)
      .filter((identity) => !neverDeleted.has(kindOf(identity)))
      .filter((identity) => !listed.has(identity) && !(label && prunedByKubectl.has(kindOf(identity))))
      .map((identity) => `${resource.name}: nothing deletes ${identity} when it leaves the chart`);
  });

/** No namespace or volume is ever pruned, nor deleted with its stack. */
export const holdersAreKept: Law = (tree) =>
  appliedManifests(tree).flatMap(({ resource, objects }) => {
    const holders = objects.map(identityOf).filter((identity) => neverDeleted.has(kindOf(identity)));
    if (holders.length === 0) return [];
    return [
      ...(resource.properties.PruneLabel
        ? holders.map((identity) => `${resource.name}: prunes ${identity}`)
        : []),
      ...(resource.resource.DeletionPolicy === 'Retain'
        ? []
        : [`${resource.name}: goes with its stack, and all in it`]),
    ];
  });
