import { paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import type { Check, Fault } from '../check';
import type { Subject } from '../subject';

/** An earlier deploy that is still running, or ended half-way. */
export const stacks: Check = {
  name: 'stacks',
  questions: (subject) => {
    const needed = subject.needs.stacks.map(({ name, region }) => ({
      name,
      region: region === subject.environment.region ? subject.region : region,
    }));
    return [...new Set(needed.map(({ region }) => region))].map((region) => async () => {
      const names = needed.filter((stack) => stack.region === region).map(({ name }) => name);
      const live = (await stacksIn(subject, region)).filter(({ StackName = '' }) =>
        names.includes(StackName),
      );
      return live.flatMap((stack) => stackFaults(stack, region));
    });
  },
};

async function stacksIn({ aws }: Subject, region: string): Promise<Stack[]> {
  const found: Stack[] = [];
  for await (const page of paginateDescribeStacks({ client: aws.of('cloudformation', region) }, {})) {
    found.push(...(page.Stacks ?? []));
  }
  return found;
}

function stackFaults({ StackName = '', StackStatus }: Stack, region: string): Fault[] {
  const status: string = StackStatus ?? '';
  const fault = (why: string, command: string): Fault[] => [
    {
      severity: 'fails',
      what: `The stack ${StackName} in ${region} is ${status}`,
      why,
      command: `${command} --region ${region} --stack-name ${StackName}`,
    },
  ];
  if (status === 'REVIEW_IN_PROGRESS') return [];
  if (status.endsWith('_IN_PROGRESS')) {
    return fault('CloudFormation takes one deploy at a time', 'aws cloudformation describe-stack-events');
  }
  if (status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED' || status === 'CREATE_FAILED') {
    return fault(
      'a stack whose first deploy failed must be deleted before the next; termination protection keeps the CDK from it',
      'aws cloudformation delete-stack',
    );
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return fault(
      'it takes no update before its rollback is ended',
      'aws cloudformation continue-update-rollback',
    );
  }
  return status.endsWith('_FAILED')
    ? fault('it takes no update in this state', 'aws cloudformation describe-stack-events')
    : [];
}
