import type { Subject } from '../subject';

/** An image in a repository of ECR. */
export interface RepositoryImage {
  readonly registryId: string;
  readonly region: string;
  readonly repositoryName: string;
  readonly id: { readonly imageDigest: string } | { readonly imageTag: string };
  /** Whether the deploy builds and pushes it when it is not there. */
  readonly isBuilt: boolean;
  /** Platform for which the deploy builds it, such as `linux/arm64`; null: the machine's own. */
  readonly platform: string | null;
}

const ecrReference =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/(?<repository>[^@]+)@(?<digest>sha256:[0-9a-f]{64})$/;

/** The images of the application that pods will run; `elsewhere`: a reference outside ECR, which ECR knows nothing of. */
export function applicationImages(subject: Subject): readonly RepositoryImage[] | { elsewhere: string } {
  const { image } = subject.environment.application;
  if (image.kind === 'build') {
    return subject.needs.builtImages.map(({ repositoryName, tag, platform }) => ({
      registryId: subject.account,
      region: subject.region,
      repositoryName: repositoryName.replace('${AWS::AccountId}', subject.account),
      id: { imageTag: tag },
      isBuilt: true,
      platform,
    }));
  }
  const { account, region, repository, digest } = ecrReference.exec(image.reference)?.groups ?? {};
  if (!account || !region || !repository || !digest) return { elsewhere: image.reference };
  return [
    {
      registryId: account,
      region,
      repositoryName: repository,
      id: { imageDigest: digest },
      isBuilt: false,
      platform: null,
    },
  ];
}

export const imageName = ({ repositoryName, id }: RepositoryImage): string =>
  'imageDigest' in id ? `${repositoryName}@${id.imageDigest}` : `${repositoryName}:${id.imageTag}`;

/** As the AWS CLI takes it. */
export const imageArguments = ({ region, registryId, repositoryName, id }: RepositoryImage): string =>
  `--region ${region} --registry-id ${registryId} --repository-name ${repositoryName} ${
    'imageDigest' in id ? `--image-ids imageDigest=${id.imageDigest}` : `--image-ids imageTag=${id.imageTag}`
  }`;
