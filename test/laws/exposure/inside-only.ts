import { namespaces } from '../../../config/contract';
import { objectName, objectsOf } from '../kubernetes-objects';
import type { Json, Law } from '../tree';

/**
 * Temporal has no sign-in and its UI shows every tenant's workflows: no Ingress leads there, no Service shows it outside
 * the cluster, and no policy lets in an address in the place of a pod.
 */
export const temporalStaysInside: Law = (tree) =>
  objectsOf(tree)
    .filter(({ metadata }) => metadata.namespace === namespaces.temporal)
    .flatMap((object) => ways(object.kind, object).map((way) => `${objectName(object)}: ${way}`));

function ways(kind: string, { spec }: Json): string[] {
  switch (kind) {
    case 'Service':
      return [
        ...((spec.type ?? 'ClusterIP') === 'ClusterIP' ? [] : [`a Service of type ${spec.type}`]),
        ...(spec.externalIPs ? ['a Service with addresses outside the cluster'] : []),
      ];
    case 'NetworkPolicy':
      return (spec.ingress ?? [])
        .flatMap(({ from }: Json) => from ?? [{}])
        .filter((peer: Json) => !peer.podSelector)
        .map((peer: Json) => `lets in ${JSON.stringify(peer)}`);
    default:
      return /Ingress|Route$/.test(kind) ? ['leads in from outside'] : [];
  }
}
