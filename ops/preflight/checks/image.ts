import type { Environment } from '../../../config/schema';
import type { Answer, Check, Question } from '../check';
import {
  applicationImages,
  imageArguments,
  imageName,
  type RepositoryImage,
} from '../image/application-image';
import { platformImages } from '../image/image-manifest';
import type { Subject } from '../subject';

/** A question for each image of the application in ECR; `elsewhere` answers for one that is not there. */
export function aboutImages(
  subject: Subject,
  ask: (image: RepositoryImage) => Promise<Answer>,
  elsewhere: Answer,
): readonly Question[] {
  const images = applicationImages(subject);
  return 'elsewhere' in images ? [async () => elsewhere] : images.map((image) => () => ask(image));
}

/** The image is in its repository, or can be built. */
export const image: Check = {
  name: 'image',
  questions: (subject) =>
    aboutImages(
      subject,
      async (one) => {
        if (await platformImages(one, subject)) return [];
        return one.isBuilt ? buildFaults(one, subject) : [missingImage(one)];
      },
      [
        {
          severity: 'warns',
          what: 'The image lies outside ECR, where nothing can be asked of it',
          why: 'nobody scans it, and pods do not start while its registry is down',
          command:
            'docker buildx imagetools create --tag ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG IMAGE',
        },
      ],
    ),
};

const missingImage = (one: RepositoryImage) =>
  ({
    severity: 'fails',
    what: `There is no image ${imageName(one)} in account ${one.registryId}, ${one.region}`,
    why: 'its pods cannot be pulled, and the deploy gate fails after minutes',
    command: `aws ecr describe-images ${imageArguments(one)}   # then application.image in the config, or -c image=…`,
  }) as const;

async function buildFaults({ platform }: RepositoryImage, { machine }: Subject): Promise<Answer> {
  const platforms = await machine.buildPlatforms();
  const why = 'cdk deploy builds the image before the first stack';
  if (platforms === null) {
    const what = 'The image must be built, and Docker does not answer on this machine';
    return [{ severity: 'fails', what, why, command: 'docker version' }];
  }
  return platform === null || platforms.includes(platform)
    ? []
    : [
        {
          severity: 'fails',
          what: `Docker on this machine builds for ${platforms.join(', ')}, not for ${platform}`,
          why,
          command: `docker run --privileged --rm tonistiigi/binfmt --install ${platform.split('/')[1]}`,
        },
      ];
}

/** The architectures of all pools that run the image. */
export const imageArchitecture: Check = {
  name: 'image architecture',
  questions: (subject) =>
    aboutImages(
      subject,
      async (one) => {
        const has = await architecturesOf(one, subject);
        if (!has) return { nothingToAsk: `${imageName(one)} is not in its repository` };
        return poolArchitectures(subject.environment)
          .filter((architecture) => !has.includes(architecture))
          .map((architecture) => ({
            severity: 'fails',
            what: `The image ${imageName(one)} is built for ${has.join(', ')}, and its nodes are ${architecture}`,
            why: 'its containers end with "exec format error"',
            command: `docker buildx build --platform linux/${architecture} --push .`,
          }));
      },
      { nothingToAsk: 'the image lies outside ECR' },
    ),
};

/** Of what is in the repository; of what the deploy is yet to build, those of the asset. null: neither says. */
async function architecturesOf(one: RepositoryImage, subject: Subject): Promise<readonly string[] | null> {
  const built = await platformImages(one, subject);
  if (built) return built.map(({ architecture }) => architecture);
  const architecture = one.platform?.split('/')[1];
  return architecture === undefined ? null : [architecture];
}

export function poolArchitectures({ application, cluster }: Environment): string[] {
  const { components, migration } = application;
  const pools = [...Object.values(components), migration].flatMap((one) => (one ? [one.pool] : []));
  return [...new Set(pools.map((pool) => cluster.pools[pool].architecture))];
}
