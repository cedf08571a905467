import { databaseCertificates } from '../../config/contract';
import type { ApiObject } from '../cluster/api-server';
import type { CertificateService } from '../edge/certificate-service';
import { type ContainerImage, containersOf, withContainers } from '../images/references';
import { withCertificateService } from './certificate-issuers';
import { withInternetAuthorities } from './internet-authorities';
import { withFilledSecrets } from './secrets-store';

/** What a cluster has instead of what charts expect of AWS. */
export interface StandIns {
  readonly secrets: Readonly<Record<string, string>>;
  /** PEM of who vouches for the database. */
  readonly databaseAuthorities: string;
  /** References of the images that its nodes have. */
  readonly images: readonly string[];
  /** Who issues certificates. */
  readonly certificates: CertificateService;
  /** PEM of who vouches for what pods ask on the internet. */
  readonly internetAuthorities: string;
}

/** A chart's objects as a cluster of stand-ins can run them. */
export interface AdaptedObjects {
  readonly objects: readonly ApiObject[];
  /** What it cannot run, in sentences. */
  readonly leftOut: readonly string[];
}

/** Changes objects in the ways in which real nodes on this machine differ from production, and in no other. */
export const adaptation =
  ({ secrets, databaseAuthorities, images, certificates, internetAuthorities }: StandIns) =>
  (objects: readonly ApiObject[]): AdaptedObjects => {
    const had = (container: ContainerImage): boolean => images.includes(container.image);
    const leftOut = objects.flatMap((object) => withoutImage(object, had));
    const playable = objects.flatMap((object) => withImages(object, had));
    const adapted = withFilledSecrets(playable, secrets).map((object) =>
      withCertificateService(withAuthorities(object, databaseAuthorities), certificates),
    );
    return { objects: withInternetAuthorities(adapted, internetAuthorities), leftOut };
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

function withAuthorities(object: ApiObject, authorities: string): ApiObject {
  const isBundle = object.kind === 'ConfigMap' && object.metadata.name === databaseCertificates.configMapName;
  return isBundle ? { ...object, data: { [databaseCertificates.fileName]: authorities } } : object;
}
