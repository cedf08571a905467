import { DescribeClusterCommand, DescribeClusterVersionsCommand } from '@aws-sdk/client-eks';
import type { Answer, Check } from '../check';
import { orNull } from '../not-asked';
import type { Subject } from '../subject';

/** EKS has the version, in standard support. */
export const kubernetesVersion: Check = {
  name: 'Kubernetes version',
  questions: (subject) => [() => versionFaults(subject), () => upgradeFaults(subject)],
};

const literal = ({ environment }: Subject): string =>
  `cluster.kubernetesVersion in config/environments/${environment.name}.ts`;

async function versionFaults(subject: Subject): Promise<Answer> {
  const { aws, region, environment } = subject;
  const wanted = environment.cluster.kubernetesVersion;
  const { clusterVersions = [] } = await aws
    .of('eks', region)
    .send(new DescribeClusterVersionsCommand({ includeAll: true }));
  const found = clusterVersions.find(({ clusterVersion }) => clusterVersion === wanted);
  const supported = clusterVersions
    .filter(({ versionStatus }) => versionStatus === 'STANDARD_SUPPORT')
    .map(({ clusterVersion }) => clusterVersion)
    .join(', ');
  const command = `aws eks describe-cluster-versions --region ${region}   # then ${literal(subject)}`;
  if (!found) {
    const what = `EKS does not offer Kubernetes ${wanted} in ${region}; in standard support are ${supported}`;
    return [{ severity: 'fails', what, why: 'the cluster stack stops at the cluster', command }];
  }
  if (found.versionStatus === 'STANDARD_SUPPORT') return [];
  const end = found.endOfStandardSupportDate?.toISOString().slice(0, 10) ?? 'an unknown day';
  return [
    {
      severity: 'fails',
      what: `Kubernetes ${wanted} is out of standard support since ${end}; in it are ${supported}`,
      why: 'the cluster has the upgrade policy STANDARD: EKS makes none of this version, and upgrades a live one by itself',
      command,
    },
  ];
}

/** A live cluster moves up one minor version at a time, and never down. */
async function upgradeFaults(subject: Subject): Promise<Answer> {
  const { aws, region, environment } = subject;
  const answer = await orNull(
    aws.of('eks', region).send(new DescribeClusterCommand({ name: environment.name })),
    'ResourceNotFoundException',
  );
  const cluster = answer?.cluster;
  if (!cluster) return { nothingToAsk: `no cluster ${environment.name} stands yet` };
  const show = `aws eks describe-cluster --region ${region} --name ${environment.name}`;
  if (cluster.status !== 'ACTIVE') {
    const what = `The cluster ${environment.name} is ${cluster.status}`;
    return [{ severity: 'fails', what, why: 'EKS takes no change in this state', command: show }];
  }
  const steps = minor(environment.cluster.kubernetesVersion) - minor(cluster.version);
  return steps === 0 || steps === 1
    ? []
    : [
        {
          severity: 'fails',
          what: `The cluster runs Kubernetes ${cluster.version}, and the config asks for ${environment.cluster.kubernetesVersion}`,
          why: 'EKS upgrades one minor version at a time and takes none back by a deploy',
          command: `${show}   # then ${literal(subject)}`,
        },
      ];
}

const minor = (version = ''): number => Number(version.split('.')[1]);
