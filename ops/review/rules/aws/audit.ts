import type { Assessment } from '../../change';
import { at, enumerated, type Found, listAt, missingFrom, textAt } from '../reading/values';
import type { AwsRule } from '../rule';
import { becomes, dropped, type Setting, settingsRule, switchedOff, switchedOffByName } from './setting';

/** Records by which an intrusion is found, and alarms by which a fault is. */
export const auditSettings: readonly Setting[] = [
  ...(
    [
      ['IsLogging', 'The trail records nothing any more.'],
      ['IsMultiRegionTrail', 'The trail misses what happens in other regions.'],
      ['IncludeGlobalServiceEvents', 'The trail misses IAM and sign-ins.'],
      ['EnableLogFileValidation', 'Nobody can tell whether the trail’s records were changed.'],
    ] as const
  ).map(([property, why]): Setting => ({
    type: 'AWS::CloudTrail::Trail',
    path: [property],
    worse: switchedOff,
    risk: 'exposure',
    why,
  })),
  {
    type: 'AWS::CloudTrail::Trail',
    path: ['EventSelectors'],
    worse: (before, after) => recorded(after) < recorded(before),
    risk: 'exposure',
    why: 'The trail records fewer kinds of events.',
  },
  {
    type: 'AWS::EC2::FlowLog',
    path: ['TrafficType'],
    worse: (before) => before === 'ALL',
    risk: 'exposure',
    why: 'The flow log misses a part of the connections.',
  },
  {
    type: 'AWS::S3::Bucket',
    path: ['LoggingConfiguration'],
    worse: dropped,
    risk: 'exposure',
    why: 'Nobody can tell who read the bucket’s objects.',
  },
  {
    type: 'AWS::GuardDuty::Detector',
    path: ['Enable'],
    worse: switchedOff,
    risk: 'exposure',
    why: 'Nobody is told of an attack.',
  },
  {
    type: 'AWS::Events::Rule',
    path: ['State'],
    worse: becomes('DISABLED'),
    risk: 'capacity',
    why: 'What the rule starts or reports no longer happens.',
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    path: ['ActionsEnabled'],
    worse: switchedOffByName,
    risk: 'capacity',
    why: 'The alarm tells nobody.',
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    path: ['AlarmActions'],
    worse: (before, after) => missingFrom(listAt(before), listAt(after)).length > 0,
    risk: 'capacity',
    why: 'The alarm tells fewer receivers.',
  },
];

/** Reads and writes of management events, and data events besides. */
const recorded = (selectors: Found): number =>
  listAt(selectors).reduce<number>(
    (sum, selector) =>
      sum +
      (at(selector, 'IncludeManagementEvents') === false
        ? 0
        : textAt(selector, 'ReadWriteType') === 'All'
          ? 2
          : 1) +
      listAt(selector, 'DataResources').length,
    0,
  );

const logPaths: Readonly<Record<string, readonly string[]>> = {
  'AWS::EKS::Cluster': ['Logging', 'ClusterLogging', 'EnabledTypes'],
  'AWS::RDS::DBInstance': ['EnableCloudwatchLogsExports'],
};

/** Logs of the control plane and of the database that are no longer kept. */
const logTypes: AwsRule = ({ before, after }) => {
  const path = logPaths[after?.type ?? ''];
  if (!before || !after || !path) return [];
  const types = (body: Found): readonly string[] =>
    listAt(body, 'Properties', ...path).map((type) => textAt(type, 'Type') || textAt(type));
  const lost = missingFrom(types(before.body), types(after.body));
  if (lost.length === 0) return [];
  return [
    {
      risk: 'exposure',
      why: `Who did what is no longer kept: the logs ${enumerated(lost)} are off.`,
    } satisfies Assessment,
  ];
};

/** Everything that keeps a record or raises an alarm. */
export const audit: AwsRule = (change, world) => [
  ...settingsRule(auditSettings)(change, world),
  ...logTypes(change, world),
];
