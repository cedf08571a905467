import type { Assessment, AwsResource, Json, Side } from '../../change';
import { rangesOf } from '../reading/address-ranges';
import {
  isWorldwide,
  lostOpenings,
  newOpenings,
  type Opening,
  openingText,
  type Peer,
} from '../reading/openings';
import { at, enumerated, listAt, missingFrom, numberOf, referencesIn, textAt } from '../reading/values';
import { type AwsRule, touches } from '../rule';

const directions = { SecurityGroupIngress: 'from', SecurityGroupEgress: 'to' } as const;
type Direction = keyof typeof directions;

/**
 * What a security group lets through that it did not before, and what it no longer does. Rules may stand in the group
 * or be resources of their own. A group that is new opens nothing that was there, except to the whole world.
 */
export const securityGroups: AwsRule = ({ before, after }, world) => {
  const resource = after ?? before;
  if (resource?.type === 'AWS::EC2::SecurityGroup') return ofGroup(before, after);
  for (const direction of Object.keys(directions) as Direction[]) {
    if (resource?.type === `AWS::EC2::${direction}`) return ofRule(direction, before, after, world.before);
  }
  return [];
};

function ofGroup(before: AwsResource | null, after: AwsResource | null): Assessment[] {
  if (!after) return [];
  return (Object.keys(directions) as Direction[]).flatMap((direction) => {
    const [now, old] = [after, before].map((group) => openingsIn(group, direction));
    const wider = newOpenings(now ?? [], old ?? []);
    if (!before)
      return direction === 'SecurityGroupIngress' ? admitted(wider.filter(isWorldwide), direction) : [];
    return [...admitted(wider, direction), ...cutOff(lostOpenings(old ?? [], now ?? []), direction)];
  });
}

function ofRule(
  direction: Direction,
  before: AwsResource | null,
  after: AwsResource | null,
  old: Side,
): Assessment[] {
  if (!after) return [];
  const now = [openingOf(at(after.body, 'Properties') as Json, direction)];
  const then = before ? [openingOf(at(before.body, 'Properties') as Json, direction)] : [];
  const sameGroup =
    !before || textAt(before.body, 'Properties', 'GroupId') === textAt(after.body, 'Properties', 'GroupId');
  const wider = sameGroup ? newOpenings(now, then) : now;
  return admitted(isOfNewGroup(after, old) ? wider.filter(isWorldwide) : wider, direction);
}

/** Whether the rule belongs to a group that the same change makes. */
function isOfNewGroup(rule: AwsResource, old: Side): boolean {
  const [id] = referencesIn(at(rule.body, 'Properties', 'GroupId'));
  return (
    id !== undefined &&
    !old.resources.some(({ stack, logicalId }) => stack === rule.stack && logicalId === id)
  );
}

function admitted(openings: readonly Opening[], direction: Direction): Assessment[] {
  if (openings.length === 0) return [];
  const list = enumerated(openings.map((opening) => openingText(opening, directions[direction])));
  return [
    {
      risk: 'exposure',
      why: `The security group lets more through: ${list}.`,
      instead: 'Name the one security group or block, and the one port, that are needed.',
    },
  ];
}

/** A rule that is gone altogether; one that only became narrower is meant to. */
function cutOff(lost: readonly Opening[], direction: Direction): Assessment[] {
  if (lost.length === 0) return [];
  const list = enumerated(lost.map((opening) => openingText(opening, directions[direction])));
  return [
    {
      risk: 'downtime',
      why: `Whoever still connects this way is cut off: ${list}.`,
      instead: 'Look in the flow logs that nobody does, before the rule goes.',
    },
  ];
}

const openingsIn = (group: AwsResource | null, direction: Direction): readonly Opening[] =>
  // A group that says nothing of egress lets everything out.
  group && direction === 'SecurityGroupEgress' && at(group.body, 'Properties', direction) === undefined
    ? [{ protocol: '*', ports: '*', peer: { kind: 'anyone' } }]
    : listAt(group?.body, 'Properties', direction).map((rule) => openingOf(rule, direction));

function openingOf(rule: Json, direction: Direction): Opening {
  const protocol = textAt(rule, 'IpProtocol');
  const [from, to] = [numberOf(at(rule, 'FromPort')), numberOf(at(rule, 'ToPort'))];
  const isEvery = protocol === '-1' || from === null || to === null || from === -1;
  return {
    protocol: protocol === '-1' ? '*' : protocol,
    ports: isEvery ? '*' : { from, to },
    peer: peerOf(rule, direction === 'SecurityGroupIngress' ? 'Source' : 'Destination'),
  };
}

function peerOf(rule: Json, side: 'Source' | 'Destination'): Peer {
  const block = at(rule, 'CidrIp') ?? at(rule, 'CidrIpv6');
  if (typeof block === 'string' && !block.includes('$')) {
    return { kind: 'addresses', text: block, ranges: rangesOf([block]) };
  }
  const names = [
    'CidrIp',
    'CidrIpv6',
    `${side}SecurityGroupId`,
    `${side}PrefixListId`,
    'SourceSecurityGroupName',
  ];
  const text = names.map((name) => textAt(rule, name)).find((found) => found !== '') ?? 'nobody';
  return { kind: 'named', text };
}

/** Security groups that a resource gets or loses. */
const memberships: Readonly<Record<string, readonly string[]>> = {
  'AWS::RDS::DBInstance': ['VPCSecurityGroups'],
  'AWS::ElastiCache::ReplicationGroup': ['SecurityGroupIds'],
  'AWS::EKS::Cluster': ['ResourcesVpcConfig', 'SecurityGroupIds'],
};

/** A resource under another security group: more can reach it, or what reached it is cut off. */
export const groupMemberships: AwsRule = (change) => {
  const { before, after } = change;
  const path = memberships[after?.type ?? ''];
  if (!before || !after || !path || !touches(change, path[0] ?? '')) return [];
  const [old, now] = [before, after].map(({ body }) => listAt(body, 'Properties', ...path));
  const [added, removed] = [missingFrom(now ?? [], old ?? []), missingFrom(old ?? [], now ?? [])];
  return [
    ...(added.length > 0
      ? [
          {
            risk: 'exposure' as const,
            why: `What the security groups ${enumerated(added)} admit can reach it.`,
          },
        ]
      : []),
    ...(removed.length > 0
      ? [
          {
            risk: 'downtime' as const,
            why: `What the security groups ${enumerated(removed)} admitted is cut off.`,
          },
        ]
      : []),
  ];
};
