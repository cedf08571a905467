import { databaseCertificates, podLabels } from '../../config/contract';
import { workloadNamespaces } from '../../config/flows';
import type { ApiObject } from '../cluster/api-server';
import { imagesOf } from '../images/references';
import { withFilledSecrets } from './secrets-store';

/** What a cluster has instead of what charts expect of AWS. */
export interface StandIns {
  readonly secrets: Readonly<Record<string, string>>;
  /** PEM of who vouches for the database. */
  readonly databaseAuthorities: string;
  /** References of the images that its nodes have. */
  readonly images: readonly string[];
  /** Address from which the rehearsal's own requests to the API come. */
  readonly requestsFrom: string;
}

/** A chart's objects as a cluster of stand-ins can run them. */
export interface AdaptedObjects {
  readonly objects: readonly ApiObject[];
  /** What it cannot run, in sentences. */
  readonly leftOut: readonly string[];
}

/** Changes objects in the ways in which real nodes on this machine differ from production, and in no other. */
export const adaptation =
  ({ secrets, databaseAuthorities, images, requestsFrom }: StandIns) =>
  (objects: readonly ApiObject[]): AdaptedObjects => {
    const missing = (object: ApiObject): readonly string[] =>
      imagesOf(object).filter((image) => !images.includes(image));
    const playable = objects.filter((object) => missing(object).length === 0);
    const adapted = withFilledSecrets(playable, secrets).map((object) =>
      withAuthorities(object, databaseAuthorities),
    );
    return {
      objects: playable.some(takesRequests) ? [...adapted, requestsPolicy(requestsFrom)] : adapted,
      leftOut: objects
        .filter((object) => missing(object).length > 0)
        .map(
          (object) =>
            `${object.kind} ${object.metadata.namespace}/${object.metadata.name} does not run here: no image ${missing(object).join(', ')}`,
        ),
    };
  };

const takesRequests = ({ kind, metadata }: ApiObject): boolean =>
  kind === 'Deployment' && metadata.name === 'api' && metadata.namespace === workloadNamespaces.api;

/** The rehearsal sends its requests as an ingress would, whose flow the charts have only where they have an ingress. */
const requestsPolicy = (address: string): ApiObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'rehearsal-requests', namespace: workloadNamespaces.api },
  spec: {
    podSelector: { matchLabels: { [podLabels.name]: 'api' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ ipBlock: { cidr: `${address}/32` } }] }],
  },
});

function withAuthorities(object: ApiObject, authorities: string): ApiObject {
  const isBundle = object.kind === 'ConfigMap' && object.metadata.name === databaseCertificates.configMapName;
  return isBundle ? { ...object, data: { [databaseCertificates.fileName]: authorities } } : object;
}
