import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { Answer, Check } from '../check';
import { orNull } from '../not-asked';
import type { Subject } from '../subject';
import { regionsOf } from './regions';

const toolkit = 'CDKToolkit';

/** What `cdk bootstrap` makes in each region: the roles, the bucket and the repository of a deploy. */
export const bootstrap: Check = {
  name: 'bootstrap',
  questions: (subject) =>
    regionsOf(subject).flatMap((region) => [
      () => toolkitFaults(subject, region),
      () => versionFaults(subject, region),
    ]),
};

const again = ({ account }: Subject, region: string): string =>
  `npx cdk bootstrap aws://${account}/${region}`;

async function toolkitFaults(subject: Subject, region: string): Promise<Answer> {
  const answer = await orNull(
    subject.aws.of('cloudformation', region).send(new DescribeStacksCommand({ StackName: toolkit })),
    // CloudFormation says so of a stack that does not exist.
    'ValidationError',
  );
  const status = answer?.Stacks?.[0]?.StackStatus;
  // The version's question tells of an account that was never bootstrapped.
  if (status === undefined) return [];
  return /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status)
    ? []
    : [
        {
          severity: 'fails',
          what: `The stack ${toolkit} in ${region} is ${status}`,
          why: 'roles and buckets of the deploy may be missing',
          command: again(subject, region),
        },
      ];
}

async function versionFaults(subject: Subject, region: string): Promise<Answer> {
  const { bootstrapParameter, bootstrapVersion } = subject.needs;
  const answer = await orNull(
    subject.aws.of('ssm', region).send(new GetParameterCommand({ Name: bootstrapParameter })),
    'ParameterNotFound',
  );
  const value = answer?.Parameter?.Value;
  if (value === undefined) {
    return [
      {
        severity: 'fails',
        what: `Account ${subject.account} is not bootstrapped in ${region}`,
        why: `every stack reads ${bootstrapParameter} first`,
        command: again(subject, region),
      },
    ];
  }
  return Number(value) >= bootstrapVersion
    ? []
    : [
        {
          severity: 'fails',
          what: `The bootstrap of ${region} has version ${value}, and the stacks ask for ${bootstrapVersion}`,
          why: 'the rule CheckBootstrapVersion of every stack refuses it',
          command: again(subject, region),
        },
      ];
}
