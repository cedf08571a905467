import type { Assessment, AwsChange, AwsResource } from '../../change';
import { enumerated } from '../reading/values';
import { type AwsRule, resourceOf } from '../rule';
import { bystanderTypes, deployResourceType, outlives, stateOf } from './stateful-types';

/**
 * A replacement that CloudFormation's metadata speaks of is never safe, whatever the type. The new resource is made
 * first and takes its place; the old one is deleted at the end of the deploy.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html#update-replacement
 */
export const replacement: AwsRule = (change) => {
  const { before, after } = change;
  if (!before || !after) return [];
  if (change.replacement === 'never' && change.what !== 'moved') return [];
  return [consequence(change, before)];
};

function consequence(change: AwsChange, before: AwsResource): Assessment {
  const cause = causeOf(change);
  const vague = changedInPlace(change);
  if (before.type === deployResourceType) return ofDeployResource(cause, before);
  const state = stateOf(before);
  if (vague.length > 0) {
    return {
      risk: 'restart',
      why: `By CloudFormation’s metadata ${enumerated(vague)} may replace the instance; RDS documents that it changes in place.`,
    };
  }
  if (state !== null) {
    const old = outlives(before, 'replacement')
      ? 'the old one stays in the account, but nothing uses it any more'
      : 'the old one is deleted';
    return {
      risk: 'data-loss',
      why: `${cause}; the new one starts without ${state}, and ${old}.`,
      instead:
        'Make the new one beside the old, copy the data or restore a snapshot, switch over, then remove the old.',
    };
  }
  if (bystanderTypes.has(before.type)) {
    return { risk: 'restart', why: `${cause}; no customer’s request and no pod depends on it.` };
  }
  return {
    risk: 'downtime',
    why: `${cause}; what depends on it is cut off until it has found the new one, usually minutes.`,
    instead: 'Deploy twice: first add the new one and move what depends on it, then remove the old one.',
  };
}

/** @see aws-cdk issue 33406: a custom resource that is replaced deletes its live objects. */
function ofDeployResource(cause: string, before: AwsResource): Assessment {
  if (outlives(before, 'replacement')) {
    return { risk: 'restart', why: `${cause}; its objects stay in the cluster and are applied once more.` };
  }
  return {
    risk: 'data-loss',
    why: `${cause}; at the end of the deploy the old one deletes the live objects of the chart, which the new one has just applied.`,
    instead: 'Keep the construct’s id and its properties other than the manifest as they are.',
  };
}

/**
 * Properties of which the metadata says only that they may replace, and of which RDS says that it changes them in place,
 * some with an interruption; and the others of which the metadata says so, which do replace.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
 */
export const vagueProperties: Readonly<
  Record<string, { readonly inPlace: readonly string[]; readonly replacing: readonly string[] }>
> = {
  'AWS::RDS::DBInstance': {
    inPlace: [
      'AutoMinorVersionUpgrade',
      'BackupRetentionPeriod',
      'DBParameterGroupName',
      'MultiAZ',
      'PreferredMaintenanceWindow',
      'StorageType',
    ],
    replacing: [
      'AvailabilityZone',
      'DBClusterSnapshotIdentifier',
      'DBSnapshotIdentifier',
      'Engine',
      'PerformanceInsightsKMSKeyId',
      'RestoreTime',
      'SourceDBClusterIdentifier',
      'SourceDBInstanceAutomatedBackupsArn',
      'SourceDBInstanceIdentifier',
      'SourceDbiResourceId',
      'UseLatestRestorableTime',
    ],
  },
};

/** Properties from which all the doubt comes, and which are known better here. */
function changedInPlace(change: AwsChange): readonly string[] {
  const known = vagueProperties[change.after?.type ?? ''];
  if (!known || change.what !== 'changed' || change.replacement !== 'may') return [];
  const names = propertiesOf(change);
  return names.some((name) => known.replacing.includes(name))
    ? []
    : names.filter((name) => known.inPlace.includes(name));
}

const propertiesOf = ({ fields }: AwsChange): readonly string[] => [
  ...new Set(fields.filter(({ path }) => path[0] === 'Properties').map(({ path }) => path[1] ?? '')),
];

function causeOf(change: AwsChange): string {
  const { what, before, after, replacement: certainty } = change;
  const noun = resourceNoun(after?.type ?? before?.type ?? '');
  if (what === 'moved')
    return `The ${noun} gets another logical id, so a new one is made and the old one removed`;
  const names = propertiesOf(change);
  const because = names.length > 0 ? `A change of ${enumerated(names)}` : 'The change';
  return certainty === 'will' ? `${because} replaces the ${noun}` : `${because} may replace the ${noun}`;
}

/** The last part of a type: `DBInstance` of `AWS::RDS::DBInstance`. */
export const resourceNoun = (type: string): string => type.split('::').pop() ?? type;

export const nounOf = (change: AwsChange): string => resourceNoun(resourceOf(change).type);
