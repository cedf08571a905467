import type { Assessment, AwsResource } from '../../change';
import { at, textAt } from '../reading/values';
import type { AwsRule } from '../rule';
import { resourceNoun } from './replacement';
import { dropped, leaves, lowered, type Setting, settingsRule, switchedOff, switchedOn } from './setting';

const twoSteps = 'Leave it on; take it off by hand for the one operation that needs it.';

/** What stands between a mistake and the data. */
export const protectionSettings: readonly Setting[] = [
  ...(
    [
      ['AWS::RDS::DBInstance', 'DeletionProtection'],
      ['AWS::RDS::DBCluster', 'DeletionProtection'],
      ['AWS::EKS::Cluster', 'DeletionProtection'],
      ['AWS::DynamoDB::Table', 'DeletionProtectionEnabled'],
    ] as const
  ).map(([type, property]): Setting => ({
    type,
    path: [property],
    worse: switchedOff,
    risk: 'data-loss',
    why: 'Without deletion protection one wrong command or template deletes it.',
    instead: twoSteps,
  })),
  {
    type: 'AWS::RDS::DBInstance',
    path: ['DeleteAutomatedBackups'],
    // RDS deletes them where nothing is said.
    worse: (before, after) => before === false && after !== false,
    risk: 'data-loss',
    why: 'The automated backups go with the instance, so nothing is left to restore from after a deletion.',
  },
  {
    type: 'AWS::S3::Bucket',
    path: ['VersioningConfiguration', 'Status'],
    worse: leaves('Enabled'),
    risk: 'data-loss',
    why: 'Without versions an overwritten or deleted object is gone.',
  },
  {
    type: 'AWS::S3::Bucket',
    path: ['ObjectLockEnabled'],
    worse: switchedOff,
    risk: 'data-loss',
    why: 'Without the object lock whoever can delete objects can delete the records too.',
  },
  {
    type: 'AWS::S3::Bucket',
    path: ['ObjectLockConfiguration', 'Rule', 'DefaultRetention'],
    worse: (before, after) => lockDays(after) < lockDays(before),
    risk: 'data-loss',
    why: 'New objects are locked for a shorter time than before.',
  },
  {
    type: 'AWS::S3::Bucket',
    path: ['ObjectLockConfiguration', 'Rule', 'DefaultRetention', 'Mode'],
    worse: leaves('COMPLIANCE'),
    risk: 'data-loss',
    why: 'The object lock can be lifted by those with the right to do so.',
  },
  {
    type: 'AWS::Backup::BackupVault',
    path: ['LockConfiguration'],
    worse: dropped,
    risk: 'data-loss',
    why: 'Without the vault’s lock recovery points can be deleted before their time.',
  },
  {
    type: 'AWS::Backup::BackupVault',
    path: ['LockConfiguration', 'MinRetentionDays'],
    worse: lowered(0),
    risk: 'data-loss',
    why: (before, after) => `Recovery points can be deleted after ${after} days instead of ${before}.`,
  },
  {
    type: 'AWS::ECR::Repository',
    path: ['EmptyOnDelete'],
    worse: switchedOn,
    risk: 'data-loss',
    why: 'A deletion of the repository now takes all its images along, also those that a roll-back needs.',
  },
  {
    type: 'AWS::KMS::Key',
    path: ['PendingWindowInDays'],
    worse: lowered(30),
    risk: 'data-loss',
    why: (before, after) => `A deletion of the key can be undone for ${after} days instead of ${before}.`,
  },
  {
    type: 'AWS::ElastiCache::ParameterGroup',
    path: ['Properties', 'maxmemory-policy'],
    worse: leaves('noeviction'),
    risk: 'data-loss',
    why: 'A full cache throws keys away instead of refusing writes, and BullMQ’s tasks with them.',
    instead: 'Keep noeviction for queues, and put what may vanish in the volatile group.',
  },
];

function lockDays(retention: Parameters<Setting['worse']>[0]): number {
  return Number(at(retention, 'Days') ?? 0) + 365 * Number(at(retention, 'Years') ?? 0);
}

/** Stronger policies keep more. A replica that fails at creation is not kept by the second. */
const strengths: Readonly<Record<string, number>> = {
  Retain: 2,
  RetainExceptOnCreate: 2,
  Snapshot: 1,
  Delete: 0,
};

/** CloudFormation snapshots databases by default. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html */
const snapshotByDefault = new Set(['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']);

const strengthOf = ({ type, body }: AwsResource, attribute: string): number =>
  strengths[textAt(body, attribute) || (snapshotByDefault.has(type) ? 'Snapshot' : 'Delete')] ?? 0;

const weakenedPolicies: AwsRule = ({ before, after }) => {
  if (!before || !after) return [];
  return ['DeletionPolicy', 'UpdateReplacePolicy']
    .filter((attribute) => strengthOf(after, attribute) < strengthOf(before, attribute))
    .map((attribute): Assessment => {
      const event = attribute === 'DeletionPolicy' ? 'leaves the template' : 'is replaced';
      return {
        risk: 'data-loss',
        why: `${attribute} ${textAt(after.body, attribute) || 'is gone'}: a ${resourceNoun(after.type)} that ${event} is no longer kept.`,
        instead: 'Keep the policy; delete by hand what is no longer needed.',
      };
    });
};

/** Everything that keeps data from being deleted by mistake. */
export const protection: AwsRule = (change, world) => [
  ...settingsRule(protectionSettings)(change, world),
  ...weakenedPolicies(change, world),
];
