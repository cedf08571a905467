import { objectName, objectsOf, objectsOfKind } from '../kubernetes-objects';
import type { Json, Law } from '../tree';

const scalerKinds = ['HorizontalPodAutoscaler', 'ScaledObject'];

/** A Deployment's number of pods is its own or one scaler's: two would take turns, none leaves a single pod. */
export const replicasHaveOneOwner: Law = (tree) =>
  objectsOfKind(tree, 'Deployment').flatMap((deployment) => {
    const scalers = objectsOf(tree).filter(
      ({ kind, metadata, spec }) =>
        scalerKinds.includes(kind) &&
        metadata.namespace === deployment.metadata.namespace &&
        (spec as Json).scaleTargetRef.name === deployment.metadata.name,
    );
    const owners = [
      ...scalers.map(objectName),
      ...((deployment.spec as Json).replicas === undefined ? [] : ['itself']),
    ];
    return owners.length === 1
      ? []
      : [`${objectName(deployment)}: its replicas belong to ${owners.join(' and ') || 'nobody'}`];
  });

/** What scales by a metric says what holds while nobody knows it, and that never takes pods away. */
export const queueScalersHaveAFallback: Law = (tree) =>
  objectsOfKind(tree, 'ScaledObject').flatMap((scaler) => {
    const { fallback, minReplicaCount, maxReplicaCount }: Json = scaler.spec;
    if (!fallback) return [`${objectName(scaler)}: no fallback for a metric that is gone`];
    return [
      ...(fallback.behavior === 'currentReplicasIfHigher' ? [] : ['its fallback can take pods away']),
      ...(fallback.replicas >= minReplicaCount && fallback.replicas <= maxReplicaCount
        ? []
        : ['its fallback is out of its range']),
    ].map((fault) => `${objectName(scaler)}: ${fault}`);
  });
