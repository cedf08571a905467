import { databaseCertificates } from '../../config/contract';
import type { ApiObject } from '../cluster/api-server';
import type { CertificateService } from '../edge/certificate-service';
import { imagesOf } from '../images/references';
import { withCertificateService } from './certificate-issuers';
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
}

/** A chart's objects as a cluster of stand-ins can run them. */
export interface AdaptedObjects {
  readonly objects: readonly ApiObject[];
  /** What it cannot run, in sentences. */
  readonly leftOut: readonly string[];
}

/** Changes objects in the ways in which real nodes on this machine differ from production, and in no other. */
export const adaptation =
  ({ secrets, databaseAuthorities, images, certificates }: StandIns) =>
  (objects: readonly ApiObject[]): AdaptedObjects => {
    const missing = (object: ApiObject): readonly string[] =>
      imagesOf(object).filter((image) => !images.includes(image));
    const playable = objects.filter((object) => missing(object).length === 0);
    const adapted = withFilledSecrets(playable, secrets).map((object) =>
      withCertificateService(withAuthorities(object, databaseAuthorities), certificates),
    );
    return {
      objects: adapted,
      leftOut: objects
        .filter((object) => missing(object).length > 0)
        .map(
          (object) =>
            `${object.kind} ${object.metadata.namespace}/${object.metadata.name} does not run here: no image ${missing(object).join(', ')}`,
        ),
    };
  };

function withAuthorities(object: ApiObject, authorities: string): ApiObject {
  const isBundle = object.kind === 'ConfigMap' && object.metadata.name === databaseCertificates.configMapName;
  return isBundle ? { ...object, data: { [databaseCertificates.fileName]: authorities } } : object;
}
