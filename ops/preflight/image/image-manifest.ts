import { BatchGetImageCommand, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { NotAsked, orNull } from '../not-asked';
import type { Subject } from '../subject';
import type { RepositoryImage } from './application-image';

/** One image for one architecture. */
export interface PlatformImage {
  readonly architecture: string;
  /** `sha256:…` */
  readonly digest: string;
}

interface Manifest {
  readonly manifests?: readonly {
    readonly digest: string;
    readonly platform?: { readonly architecture: string; readonly os: string };
  }[];
  readonly config?: { readonly digest: string };
}

const mediaTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** What lies behind an image's name, one an architecture; null: it is not in the repository. */
export async function platformImages(
  image: RepositoryImage,
  subject: Pick<Subject, 'aws'>,
): Promise<PlatformImage[] | null> {
  const answer = await orNull(
    subject.aws.of('ecr', image.region).send(
      new BatchGetImageCommand({
        registryId: image.registryId,
        repositoryName: image.repositoryName,
        imageIds: [image.id],
        acceptedMediaTypes: mediaTypes,
      }),
    ),
    'RepositoryNotFoundException',
  );
  const found = answer?.images?.[0];
  if (!found?.imageManifest) return null;
  const { manifests, config } = JSON.parse(found.imageManifest) as Manifest;
  if (manifests) {
    return manifests
      .filter(({ platform }) => platform?.os === 'linux')
      .map(({ digest, platform }) => ({ digest, architecture: platform!.architecture }));
  }
  const architecture = config ? await configArchitecture(image, config.digest, subject) : 'unknown';
  return [{ architecture, digest: found.imageId?.imageDigest ?? '' }];
}

/** A manifest for a single platform does not name it; the image's configuration does. */
async function configArchitecture(
  image: RepositoryImage,
  layerDigest: string,
  { aws }: Pick<Subject, 'aws'>,
): Promise<string> {
  const { registryId, repositoryName, region } = image;
  const { downloadUrl = '' } = await aws
    .of('ecr', region)
    .send(new GetDownloadUrlForLayerCommand({ registryId, repositoryName, layerDigest }));
  const command = `aws ecr get-download-url-for-layer --region ${region} --repository-name ${repositoryName} --layer-digest ${layerDigest}`;
  const answer = await fetch(downloadUrl).catch(() => null);
  if (!answer?.ok) {
    const said = answer ? `HTTP ${answer.status}` : 'no answer';
    throw new NotAsked(
      `The configuration of the image in ${repositoryName} cannot be read (${said}).`,
      command,
      'LayerNotRead',
    );
  }
  const { architecture = 'unknown' } = (await answer.json()) as { architecture?: string };
  return architecture;
}
