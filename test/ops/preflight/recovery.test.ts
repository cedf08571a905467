import { recovery } from '../../../config/environments/recovery';
import { databaseBackups } from '../../../ops/preflight/checks/database-backups';
import { handOver } from '../../../ops/preflight/checks/hand-over';
import { secrets } from '../../../ops/preflight/checks/secrets';
import { preflight } from '../../../ops/preflight/preflight';
import type { Check } from '../../../ops/preflight/check';
import { healthySubject } from './healthy-subject';
import { error } from './planted/planted-fault';
import { RecordedAws } from './recorded-aws';

jest.setTimeout(30_000);

let aws: RecordedAws;
beforeAll(async () => {
  aws = await RecordedAws.start();
});
afterEach(() => aws.heal());
afterAll(() => aws?.stop());

const subject = () =>
  healthySubject(aws.url, {
    environment: recovery,
    region: recovery.region,
  });
const found = async (check: Check): Promise<string[]> =>
  (await preflight(subject(), { checks: [check] })).findings.map(({ what }) => what);

test('what the lost environment left by name is there', async () => {
  expect(await found(handOver)).toEqual([]);
});

test('parameters that the lost environment should have left are missing', async () => {
  aws.plant('ssm:GetParameter', () => error(400, 'ParameterNotFound'));
  expect(await found(handOver)).toEqual([
    'us-west-2 has no parameter /production/hand-over/data-key-arn',
    'us-west-2 has no parameter /production/hand-over/tenant-key-arn',
    'us-west-2 has no parameter /production/hand-over/hosted-zone-id',
  ]);
});

test('there is no copy of the database to restore from', async () => {
  aws.change('rds:DescribeDBInstanceAutomatedBackups', (answer) => {
    answer.DescribeDBInstanceAutomatedBackupsResponse.DescribeDBInstanceAutomatedBackupsResult.DBInstanceAutomatedBackups =
      '';
  });
  expect(await found(databaseBackups)).toContain(
    'us-west-2 holds no restorable copy of the database of production',
  );
});

test('logins and keys were not replicated', async () => {
  aws.plant('secretsmanager:GetSecretValue', ({ SecretId }) =>
    SecretId?.includes('pagerduty') ? null : error(400, 'ResourceNotFoundException'),
  );
  const missing = await found(secrets);
  expect(missing).toContainEqual(expect.stringMatching(/^There is no secret production\/.*encryption/));
});
