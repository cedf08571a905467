import type { Assessment } from '../../change';
import { at, isObject, listAt, missingFrom, objectAt, textAt, textOf, type Found } from '../reading/values';
import { runsPerYear } from '../reading/schedule';
import type { AwsRule } from '../rule';
import { altered, dropped, lowered, type Setting, settingsRule, switchedOff } from './setting';

const keepOld = 'Keep the old figure until what is older is no longer needed.';

/** How far back, and how often, data can be brought back. */
export const backupSettings: readonly Setting[] = [
  ...['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'].map((type): Setting => ({
    type,
    path: ['BackupRetentionPeriod'],
    // RDS keeps one day where nothing is said.
    worse: lowered(1),
    risk: 'data-loss',
    why: (before, after) =>
      after === '0'
        ? 'Automated backups and point-in-time recovery are off, and the existing ones are deleted at once.'
        : `Point-in-time recovery reaches back ${after} days instead of ${before}; older backups are deleted at once.`,
    instead: keepOld,
  })),
  {
    type: 'AWS::RDS::DBInstance',
    path: ['AutomaticBackupReplicationRegion'],
    worse: (before) => before !== undefined,
    risk: 'data-loss',
    why: 'The copies of the backups in the recovery region are no longer made: with the region the data is lost.',
  },
  {
    type: 'AWS::RDS::DBInstance',
    path: ['AutomaticBackupReplicationRetentionPeriod'],
    worse: lowered(7),
    risk: 'data-loss',
    why: (before, after) => `The recovery region’s copies reach back ${after} days instead of ${before}.`,
    instead: keepOld,
  },
  {
    type: 'AWS::ElastiCache::ReplicationGroup',
    path: ['SnapshotRetentionLimit'],
    worse: lowered(0),
    risk: 'data-loss',
    why: (before, after) => `Snapshots of the cache are kept for ${after} days instead of ${before}.`,
    instead: keepOld,
  },
  {
    type: 'AWS::DynamoDB::Table',
    path: ['PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'],
    worse: switchedOff,
    risk: 'data-loss',
    why: 'Point-in-time recovery is off.',
  },
  {
    type: 'AWS::S3::Bucket',
    path: ['ReplicationConfiguration'],
    worse: (before, after) => enabledRules(after) < enabledRules(before),
    risk: 'data-loss',
    why: 'New objects are no longer copied to the recovery region.',
  },
  {
    type: 'AWS::ECR::ReplicationConfiguration',
    path: ['ReplicationConfiguration', 'Rules'],
    worse: (before, after) => destinations(after).length < destinations(before).length,
    risk: 'data-loss',
    why: 'Images are no longer copied to the recovery region, which cannot start pods without them.',
  },
  {
    type: 'AWS::SecretsManager::Secret',
    path: ['ReplicaRegions'],
    worse: (before, after) => missingFrom(regions(before), regions(after)).length > 0,
    risk: 'data-loss',
    why: 'The secret’s copy in the recovery region is deleted.',
  },
  {
    // aws-cloudformation/cloudformation-coverage-roadmap issue 1161: any change there makes a new value.
    type: 'AWS::SecretsManager::Secret',
    path: ['GenerateSecretString'],
    worse: altered,
    risk: 'data-loss',
    why: 'CloudFormation generates a new value: what was encrypted or set up with the old one no longer opens.',
    instead: 'Leave the block as it is; change the value by its rotation.',
  },
  {
    type: 'AWS::SecretsManager::Secret',
    path: ['GenerateSecretString'],
    worse: dropped,
    risk: 'data-loss',
    why: 'CloudFormation sets a value of its own in the secret’s place.',
  },
];

function enabledRules(configuration: Found): number {
  return listAt(configuration, 'Rules').filter((rule) => at(rule, 'Status') === 'Enabled').length;
}

const destinations = (rules: Found): readonly Found[] =>
  listAt(rules).flatMap((rule) => listAt(rule, 'Destinations'));
const regions = (replicas: Found) => listAt(replicas).map((replica) => textAt(replica, 'Region'));

/** The rules of an AWS Backup plan: which are gone, run less often, keep for a shorter time or copy less. */
const plans: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== 'AWS::Backup::BackupPlan') return [];
  const path = ['Properties', 'BackupPlan', 'BackupPlanRule'];
  const rules = listAt(after.body, ...path);
  return listAt(before.body, ...path).flatMap((old) => {
    const name = textAt(old, 'RuleName');
    const now = rules.find((rule) => textAt(rule, 'RuleName') === name);
    return now === undefined
      ? [lost(`The backup rule ${name} is gone.`)]
      : ruleFaults(old, now).map((fault) => lost(`The backup rule ${name} ${fault}.`));
  });
};

const lost = (why: string): Assessment => ({
  risk: 'data-loss',
  why,
  instead: 'Add the new rule beside the old one.',
});

function ruleFaults(before: Found, after: Found): string[] {
  const [days, oldDays] = [daysKept(after), daysKept(before)];
  const [runs, oldRuns] = [after, before].map((rule) => runsPerYear(textAt(rule, 'ScheduleExpression')));
  const copies = listAt(after, 'CopyActions');
  return [
    ...(days < oldDays ? [`keeps recovery points for ${days} days instead of ${oldDays}`] : []),
    ...((runs ?? 0) < (oldRuns ?? 0) ? [`runs ${runs} times a year instead of ${oldRuns}`] : []),
    ...listAt(before, 'CopyActions').flatMap((copy, index) => {
      const vault = textAt(copy, 'DestinationBackupVaultArn');
      const same =
        copies.find((other) => textAt(other, 'DestinationBackupVaultArn') === vault) ?? copies[index];
      if (same === undefined) return ['copies nothing to the recovery region any more'];
      return daysKept(same) < daysKept(copy)
        ? [`keeps copies for ${daysKept(same)} days instead of ${daysKept(copy)}`]
        : [];
    }),
  ];
}

/** Days until deletion; without a life cycle for ever. */
const daysKept = (rule: Found): number => Number(at(rule, 'Lifecycle', 'DeleteAfterDays') ?? Infinity);

/** What a selection no longer backs up. */
const selections: AwsRule = ({ before, after }) => {
  if (!before || after?.type !== 'AWS::Backup::BackupSelection') return [];
  const selected = (body: Found) =>
    Object.entries(objectAt(body, 'Properties', 'BackupSelection'))
      .filter(([key]) => key === 'Resources' || key === 'ListOfTags' || key === 'Conditions')
      .flatMap(([, value]) => (isObject(value) ? [textOf(value)] : listAt(value)));
  const missing = missingFrom(selected(before.body), selected(after.body));
  return missing.length > 0
    ? [lost(`${missing.length} of the selected resources are no longer backed up.`)]
    : [];
};

/** Everything by which data is brought back. */
export const backups: AwsRule = (change, world) => [
  ...settingsRule(backupSettings)(change, world),
  ...plans(change, world),
  ...selections(change, world),
];
