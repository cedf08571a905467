import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsClients } from '../aws/aws-clients';
import type { Check } from '../check';

/** Who deploys. */
export interface Caller {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
}

/** @throws NotAsked when AWS does not take the credentials, or does not answer. */
export async function callerOf(aws: AwsClients, region: string): Promise<Caller> {
  const { Account = '', Arn = '' } = await aws.of('sts', region).send(new GetCallerIdentityCommand({}));
  return { account: Account, arn: Arn };
}

/** The account's root user can assume no role, so neither those of `cdk bootstrap`. */
export const credentials: Check = {
  name: 'credentials',
  asks: 'aws',
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
