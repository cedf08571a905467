import {
  type DescribeImageScanFindingsResponse,
  paginateDescribeImageScanFindings,
} from '@aws-sdk/client-ecr';
import type { Answer, Check, Fault } from '../check';
import { imageName, type RepositoryImage } from '../image/application-image';
import { isAccepted } from '../image/accepted-vulnerabilities';
import { platformImages } from '../image/image-manifest';
import { orNull } from '../not-asked';
import type { Subject } from '../subject';
import { aboutImages, poolArchitectures } from './image';

/** Names what was critical on the day; the file says why somebody accepts it. */
const acceptanceFile = 'ops/preflight/image/vulnerability-acceptances.json';

/** The image was scanned, and has no critical vulnerability but accepted ones. */
export const imageScan: Check = {
  name: 'image scan',
  questions: (subject) =>
    aboutImages(subject, (one) => scanFaults(one, subject), { nothingToAsk: 'the image lies outside ECR' }),
};

/** ECR scans the images of an index, not the index. */
async function scanFaults(image: RepositoryImage, subject: Subject): Promise<Answer> {
  const built = await platformImages(image, subject);
  if (!built)
    return { nothingToAsk: `${imageName(image)} is not in its repository: ECR scans it when it is pushed` };
  const wanted = poolArchitectures(subject.environment);
  const run = built.filter(({ architecture }) => wanted.includes(architecture));
  const faults = await Promise.all(run.map(({ digest }) => digestFaults(image, digest, subject)));
  return faults.flat();
}

async function digestFaults(image: RepositoryImage, digest: string, subject: Subject): Promise<Fault[]> {
  const { region, registryId, repositoryName } = image;
  const pages = (await orNull(scanOf(image, digest, subject), 'ScanNotFoundException')) ?? [];
  const status = pages[0]?.imageScanStatus?.status ?? 'not begun';
  const of = `--region ${region} --registry-id ${registryId} --repository-name ${repositoryName} --image-id imageDigest=${digest}`;
  if (status !== 'COMPLETE' && status !== 'ACTIVE') {
    return [
      {
        severity: 'warns',
        what: `The scan of ${imageName(image)} is ${status}`,
        why: 'nobody knows what would run',
        command: `aws ecr start-image-scan ${of}`,
      },
    ];
  }
  const critical = [...new Set(pages.flatMap(criticalNames))].sort();
  const open = critical.filter((name) => !isAccepted(name, subject.acceptedVulnerabilities, subject.now));
  return open.length === 0
    ? []
    : [
        {
          severity: 'fails',
          what: `The image ${imageName(image)} has critical vulnerabilities: ${open.join(', ')}`,
          why: 'the deploy would put them before customers',
          command: `aws ecr describe-image-scan-findings ${of}   # then a newer base image, or a reason in ${acceptanceFile}`,
        },
      ];
}

async function scanOf(
  { region, registryId, repositoryName }: RepositoryImage,
  imageDigest: string,
  { aws }: Subject,
): Promise<DescribeImageScanFindingsResponse[]> {
  const pages: DescribeImageScanFindingsResponse[] = [];
  const answers = paginateDescribeImageScanFindings(
    { client: aws.of('ecr', region) },
    { registryId, repositoryName, imageId: { imageDigest } },
  );
  for await (const page of answers) pages.push(page);
  return pages;
}

/** Basic scans and those of Amazon Inspector name their findings in different fields. */
const criticalNames = ({ imageScanFindings }: DescribeImageScanFindingsResponse): string[] => [
  ...(imageScanFindings?.findings ?? [])
    .filter(({ severity }) => severity === 'CRITICAL')
    .map(({ name = 'unnamed' }) => name),
  ...(imageScanFindings?.enhancedFindings ?? [])
    .filter(({ severity }) => severity === 'CRITICAL')
    .map(
      ({ packageVulnerabilityDetails, title = 'unnamed' }) =>
        packageVulnerabilityDetails?.vulnerabilityId ?? title,
    ),
];
