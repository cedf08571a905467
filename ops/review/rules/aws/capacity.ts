import { connectionBudget } from '../connection-budget';
import { instanceMemoryGib } from '../reading/instance-memory';
import { textAt } from '../reading/values';
import type { AwsRule } from '../rule';
import { lowered, type Setting, settingsRule } from './setting';

const lower = (
  type: string,
  path: readonly string[],
  absent: number,
  why: (before: string, after: string) => string,
): Setting => ({ type, path, worse: lowered(absent), risk: 'capacity', why });

/** Room that gets less. */
export const capacitySettings: readonly Setting[] = [
  {
    type: 'AWS::RDS::DBInstance',
    path: ['MaxAllocatedStorage'],
    worse: (before, after) => before !== undefined && (after === undefined || lowered(0)(before, after)),
    risk: 'capacity',
    why: (before, after) =>
      `The storage grows by itself to ${after === 'nothing' ? 'no more than it is' : `${after} GiB`} instead of ${before} GiB; a full one stops all writes.`,
  },
  lower(
    'AWS::RDS::DBInstance',
    ['Iops'],
    0,
    (before, after) => `The storage does ${after} operations a second instead of ${before}.`,
  ),
  lower(
    'AWS::RDS::DBInstance',
    ['StorageThroughput'],
    0,
    (before, after) => `The storage moves ${after} MiB a second instead of ${before}.`,
  ),
  lower(
    'AWS::Lambda::Function',
    ['MemorySize'],
    128,
    (before, after) => `The function has ${after} MiB instead of ${before}.`,
  ),
  lower(
    'AWS::Lambda::Function',
    ['Timeout'],
    3,
    (before, after) => `The function is ended after ${after} seconds instead of ${before}.`,
  ),
];

/** Classes of instances whose memory, and with it connections, shrinks. */
const classes: Readonly<Record<string, string>> = {
  'AWS::RDS::DBInstance': 'DBInstanceClass',
  'AWS::ElastiCache::ReplicationGroup': 'CacheNodeType',
};

const smallerClass: AwsRule = ({ before, after }) => {
  const property = classes[after?.type ?? ''];
  if (!before || !after || property === undefined) return [];
  const [old, now] = [before, after].map(({ body }) => textAt(body, 'Properties', property));
  const [then, left] = [old, now].map((name) => instanceMemoryGib(name ?? ''));
  if (then === null || left === null || then === undefined || left === undefined || left >= then) return [];
  return [
    {
      risk: 'capacity',
      why: `${now} has ${left} GiB of memory instead of the ${then} GiB of ${old}: less fits into it, and fewer connections.`,
      instead: 'Look in the last weeks’ metrics that the smaller class would have been enough.',
    },
  ];
};

/** A smaller database, or lower `max_connections`, may be too small for the pools before it. */
const databaseConnections: AwsRule = ({ what, after }, world) =>
  what === 'changed' && /^AWS::RDS::DB(Instance|ParameterGroup)$/.test(after?.type ?? '')
    ? connectionBudget(world)
    : [];

/** What holds less than before. */
export const capacity: AwsRule = (change, world) => [
  ...settingsRule(capacitySettings)(change, world),
  ...smallerClass(change, world),
  ...databaseConnections(change, world),
];
