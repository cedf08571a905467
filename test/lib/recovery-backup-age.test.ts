import type { DBInstanceAutomatedBackup } from '@aws-sdk/client-rds';
import { ageMinutes } from '../../lib/recovery/backup-age/age';
import { metricLine } from '../../lib/recovery/backup-age/metric-line';

const now = new Date('2026-11-23T12:00:00Z');
const watched = { sourceRegion: 'us-east-1', instanceIdentifier: 'production-database' };

const copy = (
  newest: string | undefined,
  fields: DBInstanceAutomatedBackup = {},
): DBInstanceAutomatedBackup => ({
  DBInstanceArn: 'arn:aws:rds:us-east-1:123456789012:db:production-database',
  Status: 'replicating',
  RestoreWindow: newest === undefined ? undefined : { LatestTime: new Date(newest) },
  ...fields,
});
const age = (...backups: DBInstanceAutomatedBackup[]): number | null => ageMinutes(backups, watched, now);

describe('age of the replicated backups', () => {
  test('counts the minutes since the newest restorable moment', () => {
    expect(age(copy('2026-11-23T11:48:30Z'))).toBe(11.5);
  });

  test('is the worst of several copies', () => {
    expect(age(copy('2026-11-23T11:55:00Z'), copy('2026-11-23T11:40:00Z'))).toBe(20);
  });

  test('is unknown without a copy', () => {
    expect(age()).toBeNull();
  });

  test('is unknown while a copy cannot be restored yet', () => {
    expect(age(copy('2026-11-23T11:55:00Z'), copy(undefined))).toBeNull();
  });

  test('leaves out an instance of the recovery region with the same name', () => {
    const local = { DBInstanceArn: 'arn:aws:rds:us-west-2:123456789012:db:production-database' };
    expect(age(copy('2026-11-23T11:55:00Z'), copy('2026-01-01T00:00:00Z', local))).toBe(5);
  });

  test('leaves out another environment’s database', () => {
    const other = { DBInstanceArn: 'arn:aws:rds:us-east-1:123456789012:db:staging-database' };
    expect(age(copy('2026-01-01T00:00:00Z', other))).toBeNull();
  });

  test('leaves out the copies of a deleted database', () => {
    expect(age(copy('2026-01-01T00:00:00Z', { Status: 'retained' }))).toBeNull();
  });
});

describe('the log line that CloudWatch turns into a metric', () => {
  const line = JSON.parse(metricLine('production', 11.5, now));

  test('carries the value under the metric’s name', () => {
    const [{ Metrics }] = line._aws.CloudWatchMetrics;
    expect(line[Metrics[0].Name]).toBe(11.5);
  });

  test('carries the environment under the dimension’s name', () => {
    const [{ Dimensions }] = line._aws.CloudWatchMetrics;
    expect(line[Dimensions[0][0]]).toBe('production');
  });

  test('ends, so that the next line is one of its own', () => {
    expect(metricLine('production', 1, now)).toMatch(/\n$/);
  });
});
