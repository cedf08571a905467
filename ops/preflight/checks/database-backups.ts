import {
  type DBInstanceAutomatedBackup,
  paginateDescribeDBInstanceAutomatedBackups,
} from '@aws-sdk/client-rds';
import type { Answer, Check, Fault } from '../check';
import type { Subject } from '../subject';
import { liveDatabase, noDatabaseYet } from './live-database';

/** RPO: what may be lost with the region. RDS saves the log every five minutes. */
export const recoveryPointMinutes = 15;

/** The newest moment to which the database, and its copy in the recovery region, can be restored. */
export const databaseBackups: Check = {
  name: 'database restorable',
  questions: (subject) => [
    () => instanceFaults(subject),
    () => replicaFaults(subject),
    () => originFaults(subject),
  ],
};

async function instanceFaults(subject: Subject): Promise<Answer> {
  const instance = await liveDatabase(subject);
  if (!instance) return noDatabaseYet;
  const name = instance.DBInstanceIdentifier ?? '';
  return ageFaults(
    `the database ${name}`,
    instance.LatestRestorableTime,
    subject.now,
    `aws rds describe-db-instances --region ${subject.region} --db-instance-identifier ${name}`,
  );
}

async function replicaFaults(subject: Subject): Promise<Answer> {
  const { environment, region, now } = subject;
  if (!environment.database.regionalBackups.enabled) return { nothingToAsk: 'regional backups are off' };
  const instance = await liveDatabase(subject);
  if (!instance) return noDatabaseYet;
  const { recoveryRegion } = environment;
  const { DBInstanceIdentifier: name = '', DBInstanceArn: arn = '' } = instance;
  const copies = (await automatedBackups(subject, recoveryRegion)).filter(
    ({ DBInstanceArn, Status }) => DBInstanceArn === arn && Status !== 'retained',
  );
  if (copies.length > 0) {
    const command = `aws rds describe-db-instance-automated-backups --region ${recoveryRegion}`;
    return copies.flatMap(({ RestoreWindow }) =>
      ageFaults(`the copy of ${name} in ${recoveryRegion}`, RestoreWindow?.LatestTime, now, command),
    );
  }
  return [
    {
      severity: 'fails',
      what: `${recoveryRegion} holds no copy of the backups of ${name}`,
      why: `the loss of ${region} would lose all data since the last weekly backup`,
      command: `aws rds start-db-instance-automated-backups-replication --region ${recoveryRegion} --source-db-instance-arn ${arn} --backup-retention-period ${environment.database.pointInTimeDays} --kms-key-id alias/${environment.name}/data`,
    },
  ];
}

/** A recovery is restored from the copy that its origin left in this region. */
async function originFaults(subject: Subject): Promise<Answer> {
  const { environment, region } = subject;
  const { state, database } = environment;
  if (database.from.kind !== 'regionalReplica' || state.kind !== 'replicaOf') {
    return { nothingToAsk: 'the database is not restored from a regional replica' };
  }
  const ofOrigin = (await automatedBackups(subject, region)).filter(
    ({ DBInstanceIdentifier = '', RestoreWindow }) =>
      DBInstanceIdentifier.startsWith(`${state.environment}-database`) && RestoreWindow?.LatestTime,
  );
  return ofOrigin.length > 0
    ? []
    : [
        {
          severity: 'fails',
          what: `${region} holds no restorable copy of the database of ${state.environment}`,
          why: 'the database stack has nothing to restore from',
          command: `aws rds describe-db-instance-automated-backups --region ${region}`,
        },
      ];
}

async function automatedBackups({ aws }: Subject, region: string): Promise<DBInstanceAutomatedBackup[]> {
  const found: DBInstanceAutomatedBackup[] = [];
  for await (const page of paginateDescribeDBInstanceAutomatedBackups(
    { client: aws.of('rds', region) },
    {},
  )) {
    found.push(...(page.DBInstanceAutomatedBackups ?? []));
  }
  return found;
}

function ageFaults(whose: string, newest: Date | undefined, now: Date, command: string): Fault[] {
  const minutes = newest ? Math.floor((now.getTime() - newest.getTime()) / 60_000) : null;
  if (minutes !== null && minutes <= recoveryPointMinutes) return [];
  const what =
    minutes === null
      ? `Nothing says to which moment ${whose} can be restored`
      : `${whose[0]!.toUpperCase()}${whose.slice(1)} can be restored to ${minutes} minutes ago; ${recoveryPointMinutes} are allowed`;
  const why = 'a deploy that goes wrong now could not be undone without losing more than the recovery point';
  return [{ severity: 'fails', what, why, command }];
}
