import { databaseCertificates, podLabels } from '../../config/contract';
import { workloadNamespaces } from '../../config/flows';
import type { ApiObject } from '../cluster/api-server';
import { type ContainerImage, containersOf, withContainers } from '../images/references';
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
    const had = (container: ContainerImage): boolean => images.includes(container.image);
    const leftOut = objects.flatMap((object) => withoutImage(object, had));
    const playable = objects.flatMap((object) => withImages(object, had));
    const adapted = withFilledSecrets(playable, secrets).map((object) =>
      withAuthorities(object, databaseAuthorities),
    );
    return {
      objects: playable.some(takesRequests) ? [...adapted, requestsPolicy(requestsFrom)] : adapted,
      leftOut,
    };
  };

type Had = (container: ContainerImage) => boolean;

/** An object without the sidecars whose image is missing; nothing where the pod's own is. */
function withImages(object: ApiObject, had: Had): ApiObject[] {
  const containers = containersOf(object);
  if (containers.every(had)) return [object];
  return had(containers[0]!) ? [withContainers(object, containers.filter(had))] : [];
}

function withoutImage(object: ApiObject, had: Had): string[] {
  const containers = containersOf(object);
  const missing = containers.filter((container) => !had(container));
  if (missing.length === 0) return [];
  const { kind, metadata } = object;
  const images = missing.map(({ image }) => image).join(', ');
  const place = `${kind} ${metadata.namespace}/${metadata.name}`;
  const subject = had(containers[0]!)
    ? `${place} runs here without ${missing.map(({ name }) => name).join(', ')}`
    : `${place} does not run here`;
  return [`${subject}: no image ${images}`];
}

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
