import {
  DescribeDBMajorEngineVersionsCommand,
  type OrderableDBInstanceOption,
  paginateDescribeOrderableDBInstanceOptions,
} from '@aws-sdk/client-rds';
import type { Answer, Check } from '../check';
import type { Subject } from '../subject';

const engine = 'postgres';
const standardSupport = 'open-source-rds-standard-support';

/** RDS has the class with the engine in every zone, and the major version is in standard support. */
export const databaseOffered: Check = {
  name: 'database class and engine',
  questions: (subject) => [() => orderableFaults(subject), () => supportFaults(subject)],
};

const literal = ({ environment }: Subject): string =>
  `database in config/environments/${environment.name}.ts`;

async function orderableFaults(subject: Subject): Promise<Answer> {
  const { aws, region, environment } = subject;
  const { instanceClass, engineVersion, multiAz } = environment.database;
  const options: OrderableDBInstanceOption[] = [];
  const pages = paginateDescribeOrderableDBInstanceOptions(
    { client: aws.of('rds', region) },
    { Engine: engine, DBInstanceClass: `db.${instanceClass}`, Vpc: true },
  );
  for await (const page of pages) options.push(...(page.OrderableDBInstanceOptions ?? []));
  const command = `aws rds describe-orderable-db-instance-options --region ${region} --engine ${engine} --db-instance-class db.${instanceClass} --vpc   # then ${literal(subject)}`;
  const fault = (what: string): Answer => [
    { severity: 'fails', what, why: 'the database stack stops at the instance', command },
  ];
  const offered = options
    .filter(({ EngineVersion = '' }) => EngineVersion.split('.')[0] === engineVersion)
    .filter(
      ({ StorageType, SupportsStorageEncryption }) => StorageType === 'gp3' && SupportsStorageEncryption,
    );
  if (offered.length === 0) {
    return fault(
      `RDS does not offer db.${instanceClass} with PostgreSQL ${engineVersion} on gp3 in ${region}`,
    );
  }
  if (multiAz.enabled && !offered.some(({ MultiAZCapable }) => MultiAZCapable)) {
    return fault(`RDS does not offer db.${instanceClass} with PostgreSQL ${engineVersion} as Multi-AZ`);
  }
  const wanted = environment.network.zones.map(({ name }) => name);
  const missing = offered
    .map(({ AvailabilityZones = [] }) =>
      wanted.filter((zone) => !AvailabilityZones.some(({ Name }) => Name === zone)),
    )
    .sort((one, other) => one.length - other.length)[0]!;
  return missing.length === 0
    ? []
    : fault(
        `RDS does not offer db.${instanceClass} with PostgreSQL ${engineVersion} in ${missing.join(', ')}`,
      );
}

async function supportFaults(subject: Subject): Promise<Answer> {
  const { aws, region, environment, now } = subject;
  const { engineVersion } = environment.database;
  const { DBMajorEngineVersions = [] } = await aws
    .of('rds', region)
    .send(new DescribeDBMajorEngineVersionsCommand({ Engine: engine, MajorEngineVersion: engineVersion }));
  const end = DBMajorEngineVersions.find(
    ({ MajorEngineVersion }) => MajorEngineVersion === engineVersion,
  )?.SupportedEngineLifecycles?.find(
    ({ LifecycleSupportName }) => LifecycleSupportName === standardSupport,
  )?.LifecycleSupportEndDate;
  if (end && end > now) return [];
  return [
    {
      severity: 'fails',
      what: end
        ? `PostgreSQL ${engineVersion} is out of standard support since ${end.toISOString().slice(0, 10)}`
        : `RDS names no standard support of PostgreSQL ${engineVersion}`,
      why: 'the instance refuses extended support, so RDS neither makes nor restores one of this version',
      command: `aws rds describe-db-major-engine-versions --region ${region} --engine ${engine}   # then ${literal(subject)}`,
    },
  ];
}
