import { type DBInstance, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import type { NothingToAsk } from '../check';
import { orNull } from '../not-asked';
import type { Subject } from '../subject';

/** The instance of the environment; null: no deploy has made it yet. */
export async function liveDatabase({ aws, region, needs }: Subject): Promise<DBInstance | null> {
  if (needs.databaseIdentifier === null) return null;
  const answer = await orNull(
    aws
      .of('rds', region)
      .send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: needs.databaseIdentifier })),
    'DBInstanceNotFoundFault',
    'DBInstanceNotFound',
  );
  return answer?.DBInstances?.[0] ?? null;
}

export const noDatabaseYet: NothingToAsk = { nothingToAsk: 'no database stands yet' };
