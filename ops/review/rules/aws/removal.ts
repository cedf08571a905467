import type { Assessment, AwsResource, Side } from '../../change';
import { at, referencesIn, textAt } from '../reading/values';
import type { AwsRule, World } from '../rule';
import { resourceNoun } from './replacement';
import { deployResourceType, isReadReplica, outlives, stateOf } from './stateful-types';

type Removal = (resource: AwsResource, world: World) => Assessment;

const gone =
  (risk: Assessment['risk'], why: string, instead?: string): Removal =>
  () => ({ risk, why, ...(instead !== undefined && { instead }) });

const watching = 'the account no longer keeps the record by which an intrusion would be found';

/** What it means that a resource without data goes, where that is more than that it is gone. */
const removals: Readonly<Record<string, Removal>> = {
  'AWS::AccessAnalyzer::Analyzer': gone('exposure', `Without the access analyzer ${watching}.`),
  'AWS::CloudTrail::Trail': gone('exposure', `Without the trail ${watching}.`),
  'AWS::CloudWatch::Alarm': gone('capacity', 'Without the alarm nobody is told of what it watches.'),
  'AWS::CloudWatch::CompositeAlarm': gone('capacity', 'Without the alarm nobody is told of what it watches.'),
  'AWS::Config::ConfigurationRecorder': gone('exposure', `Without the recorder ${watching}.`),
  'AWS::EC2::VPC': gone('downtime', 'The network goes, with all that runs in it.'),
  'AWS::EC2::EIP': gone(
    'capacity',
    'Traffic to the outside leaves from fewer addresses; partners that admit this one have to be told.',
  ),
  'AWS::EC2::FlowLog': gone('exposure', 'Without the flow log nobody can tell who connected to whom.'),
  'AWS::EC2::NatGateway': gone(
    'capacity',
    'Fewer NAT gateways: connections through it break once, and the loss of another zone can now cut all of them off.',
  ),
  'AWS::EC2::Subnet': gone('capacity', 'Pods, database or cache lose the room in one zone.'),
  'AWS::EKS::Addon': ofAddon,
  'AWS::EKS::Cluster': gone(
    'downtime',
    'The cluster goes with every pod in it; customers are cut off until another one carries the charts, at least half an hour.',
    'Build the new cluster beside the old one, move the traffic, then remove the old one.',
  ),
  'AWS::Events::Rule': ofEventRule,
  'AWS::GuardDuty::Detector': gone('exposure', 'Without the detector nobody is told of an attack.'),
  'AWS::Logs::MetricFilter': gone('capacity', 'Without the filter its alarm has nothing to count.'),
  'AWS::S3::BucketPolicy': gone(
    'exposure',
    'The bucket admits requests that its policy refused, such as those without TLS.',
  ),
  'AWS::SNS::Subscription': gone('capacity', 'Alarms no longer reach this receiver.'),
  'AWS::SNS::TopicPolicy': gone('capacity', 'Publishers that the policy admits can send no alarm.'),
  'AWS::SecretsManager::RotationSchedule': gone(
    'exposure',
    'The password is never changed again, so a leaked one works for ever.',
  ),
  'AWS::SecurityHub::Hub': gone('exposure', `Without it ${watching}.`),
  'Custom::VpcRestrictDefaultSG': gone(
    'exposure',
    'The VPC’s default security group gets its open rules back.',
  ),
};

/** Add-ons without which everything goes on, with less to steer by. */
const watchingAddons: Readonly<Record<string, string>> = {
  'kube-state-metrics': 'Alarms and dashboards about pods have no figures any more.',
  'metrics-server': 'Autoscalers have no figures: every Deployment stays at the number of pods that it has.',
  'prometheus-node-exporter': 'Alarms and dashboards about nodes have no figures any more.',
};

function ofAddon({ body }: AwsResource): Assessment {
  const why = watchingAddons[textAt(body, 'Properties', 'AddonName')];
  return why !== undefined
    ? { risk: 'capacity', why }
    : {
        risk: 'downtime',
        why: 'The add-on’s pods go; what needs certificates, names or secrets from it stops working.',
        instead: 'First take it from what uses it.',
      };
}

/** Patterns of events that tell of an intruder rather than of a fault. */
function ofEventRule({ body }: AwsResource): Assessment {
  return /cloudtrail|guardduty|signin|securityhub|access-analyzer|kms/i.test(
    textAt(body, 'Properties', 'EventPattern'),
  )
    ? { risk: 'exposure', why: `Without the rule nobody is told of what an intruder does.` }
    : { risk: 'capacity', why: 'What the rule starts or reports no longer happens.' };
}

/** Types that can go without anyone noticing; of any other type somebody may depend on it. */
const unmissedTypes: Readonly<Record<string, string>> = {
  'AWS::Backup::RestoreTestingPlan': 'Nobody tries the backups any more.',
  'AWS::Backup::RestoreTestingSelection': 'Nobody tries these backups any more.',
  'AWS::Budgets::Budget': 'Nobody is told of a passed budget.',
  'AWS::CE::AnomalyMonitor': 'Nobody is told of unusual costs.',
  'AWS::CE::AnomalySubscription': 'Nobody is told of unusual costs.',
  'AWS::CloudWatch::Dashboard': 'The dashboard is gone.',
  'AWS::EC2::VPCEndpoint': 'Traffic to the service goes through the NAT gateways and is paid for.',
  'AWS::KMS::Alias': 'The name of the key is gone; the key stays.',
  'AWS::Lambda::LayerVersion': 'Functions that use the version go on to run.',
  'Custom::AWSCDK-EKS-KubernetesObjectValue': 'The deploy no longer waits for this workload.',
  'Custom::RetiredObjects': 'What leaves the chart later stays in the cluster.',
};

/** Types that serve others: they may go when those that they serve go in the same change. */
const servingProperties: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::Route': ['RouteTableId', 'NatGatewayId'],
  'AWS::EC2::SecurityGroupEgress': ['GroupId', 'DestinationSecurityGroupId'],
  'AWS::EC2::SecurityGroupIngress': ['GroupId', 'SourceSecurityGroupId'],
  'AWS::EC2::SubnetRouteTableAssociation': ['SubnetId'],
  'AWS::IAM::ManagedPolicy': ['Roles'],
  'AWS::IAM::Policy': ['Roles'],
  'AWS::Lambda::Permission': ['FunctionName', 'SourceArn'],
  'AWS::S3::BucketPolicy': ['Bucket'],
  'AWS::SecretsManager::RotationSchedule': ['SecretId'],
  'AWS::SNS::Subscription': ['TopicArn'],
  'AWS::SNS::TopicPolicy': ['Topics'],
};

/** Something that is there before and not after. */
export const removal: AwsRule = ({ what, before }, world) => {
  if (what !== 'removed' || !before) return [];
  const state = stateOf(before);
  if (before.type === deployResourceType) return [ofDeployResource(before)];
  if (isDisposableLog(before)) return [{ risk: 'safe', why: 'Its logs go, as its template has declared.' }];
  if (state !== null) return [ofState(before, state)];
  if (isReadReplica(before)) return [ofReadReplica];
  if (isServingWhatGoes(before, world)) {
    return [{ risk: 'safe', why: `The ${resourceNoun(before.type)} goes together with what it serves.` }];
  }
  const known = removals[before.type];
  if (known) return [known(before, world)];
  const unmissed = unmissedTypes[before.type];
  if (unmissed !== undefined) return [{ risk: 'safe', why: unmissed }];
  return [ofOther(before, world)];
};

/** Logs of something that may go: the template says so in so many words. The shorter keeping of others is judged elsewhere. */
const isDisposableLog = ({ type, body }: AwsResource): boolean =>
  type === 'AWS::Logs::LogGroup' && at(body, 'DeletionPolicy') === 'Delete';

const ofReadReplica: Assessment = {
  risk: 'downtime',
  why: 'The read replica goes while pods of the last release still read from it, until theirs are replaced, usually minutes.',
  instead: 'Deploy twice: first take the replica’s address from the pods, then remove the replica.',
};

function ofState(resource: AwsResource, state: string): Assessment {
  const kept = outlives(resource, 'deletion');
  return {
    risk: 'data-loss',
    why: kept
      ? `The ${resourceNoun(resource.type)} leaves the platform with ${state}; it stays in the account, where nothing uses or protects it.`
      : `The ${resourceNoun(resource.type)} is deleted, and with it ${state}.`,
    instead: 'Take a last snapshot or export, and remove it in a deploy of its own.',
  };
}

function ofDeployResource(resource: AwsResource): Assessment {
  return outlives(resource, 'deletion')
    ? {
        risk: 'capacity',
        why: 'Nothing manages the objects any more that it applied; they stay in the cluster.',
      }
    : {
        risk: 'data-loss',
        why: 'The resource that applies the chart goes and deletes all live objects of the chart.',
        instead: 'Remove the objects from the chart one by one, and the chart last.',
      };
}

/** Whether all that the resource serves, of what this stack makes, is removed too. */
function isServingWhatGoes(resource: AwsResource, { before, after }: World): boolean {
  const properties = servingProperties[resource.type] ?? [];
  return properties.some((property) => {
    const served = referencesIn(at(resource.body, 'Properties', property));
    return (
      served.length > 0 &&
      served.every((id) => find(before, resource.stack, id) && !find(after, resource.stack, id))
    );
  });
}

/** Types whose users need not refer to them in the same template. */
const usedUnseen =
  /^AWS::(EC2|ECR|EKS|ElastiCache|ElasticLoadBalancingV2|CertificateManager|CloudFront|IAM|RDS|Route53|SSM)::/;

function ofOther(resource: AwsResource, { before, after }: World): Assessment {
  const noun = resourceNoun(resource.type);
  const users = before.resources.filter(
    ({ stack, type, body }) =>
      stack === resource.stack &&
      servingProperties[type] === undefined &&
      referencesIn(body).includes(resource.logicalId),
  );
  if (users.some((user) => find(after, user.stack, user.logicalId))) {
    return {
      risk: 'downtime',
      why: `The ${noun} goes while things that stay have used it; they lose it as soon as it is deleted.`,
      instead: 'Deploy twice: first take it from what uses it, then remove it.',
    };
  }
  if (users.length > 0) return { risk: 'safe', why: `The ${noun} goes together with all that used it.` };
  return usedUnseen.test(resource.type)
    ? {
        risk: 'downtime',
        why: `The ${noun} goes; whatever finds it by name or sends traffic through it is cut off.`,
        instead: 'Make sure that nothing uses it, and remove it in a deploy of its own.',
      }
    : { risk: 'safe', why: `The ${noun} goes; nothing that stays refers to it.` };
}

const find = (side: Side, stack: string, logicalId: string): AwsResource | undefined =>
  side.resources.find((resource) => resource.stack === stack && resource.logicalId === logicalId);
