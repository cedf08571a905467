import {
  type DBInstanceAutomatedBackup,
  paginateDescribeDBInstanceAutomatedBackups,
  RDSClient,
} from '@aws-sdk/client-rds';
import { ageMinutes } from './age';
import { type BackupAgeVariables, metricLine } from './metric-line';

const client = new RDSClient({});

/**
 * Publishes the age of the replicated backups. Publishes nothing when there is no age, or when RDS does not answer: the
 * alarm takes silence for the worst.
 */
export const handler = async (): Promise<void> => {
  const { ENVIRONMENT, SOURCE_REGION, INSTANCE_IDENTIFIER } = process.env as unknown as BackupAgeVariables;
  const backups: DBInstanceAutomatedBackup[] = [];
  for await (const page of paginateDescribeDBInstanceAutomatedBackups({ client }, {})) {
    backups.push(...(page.DBInstanceAutomatedBackups ?? []));
  }
  const now = new Date();
  const age = ageMinutes(
    backups,
    { sourceRegion: SOURCE_REGION, instanceIdentifier: INSTANCE_IDENTIFIER },
    now,
  );
  // Not console.log: Lambda puts words before its lines, and CloudWatch would not see a metric in them.
  process.stdout.write(
    age === null ? `no restorable copy among ${backups.length} backups\n` : metricLine(ENVIRONMENT, age, now),
  );
};
