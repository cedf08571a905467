import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsClients } from '../aws/aws-clients';
import type { Check } from '../check';
import { NotAsked } from '../not-asked';

/** Who deploys. */
export interface Caller {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
}

/** @throws NotAsked when AWS does not take the credentials, or does not answer. */
export async function callerOf(aws: AwsClients, region: string): Promise<Caller> {
  const { Account, Arn = '' } = await aws.of('sts', region).send(new GetCallerIdentityCommand({}));
  if (Account === undefined) {
    throw new NotAsked(
      'Something answers for AWS and names no account: a proxy or the sign-in page of a network may stand between.',
      `curl -sSI https://sts.${region}.amazonaws.com`,
      'NoAccount',
    );
  }
  return { account: Account, arn: Arn };
}

/** The account's root user can assume no role, so neither those of `cdk bootstrap`. */
export const credentials: Check = {
  name: 'credentials',
  questions: ({ aws, region }) => [
    async () => {
      const { arn } = await callerOf(aws, region);
      return arn.endsWith(':root')
        ? [
            {
              severity: 'fails',
              what: `The credentials are the root user's: ${arn}`,
              why: 'the root user can assume no role, and the deploy goes through the roles of cdk bootstrap',
              command: 'aws configure sso',
            },
          ]
        : [];
    },
  ],
};
