import type { Assessment, AwsChange, AwsResource, Json, Side } from '../../change';
import { type Grant, grantsOf, newGrants } from '../reading/grants';
import {
  at,
  enumerated,
  type Found,
  listAt,
  missingFrom,
  referencesIn,
  same,
  textAt,
  textOf,
} from '../reading/values';
import { type AwsRule, touches } from '../rule';

/** Where the types keep their policy documents, and the property that names what a policy is for. */
const documents: Readonly<Record<string, { readonly path: readonly string[]; readonly owner?: string }>> = {
  'AWS::Backup::BackupVault': { path: ['AccessPolicy'] },
  'AWS::EC2::VPCEndpoint': { path: ['PolicyDocument'] },
  'AWS::ECR::RegistryPolicy': { path: ['PolicyText'] },
  'AWS::ECR::Repository': { path: ['RepositoryPolicyText'] },
  'AWS::IAM::ManagedPolicy': { path: ['PolicyDocument'], owner: 'Roles' },
  'AWS::IAM::Policy': { path: ['PolicyDocument'], owner: 'Roles' },
  'AWS::IAM::Role': { path: ['AssumeRolePolicyDocument'] },
  'AWS::KMS::Key': { path: ['KeyPolicy'] },
  'AWS::KMS::ReplicaKey': { path: ['KeyPolicy'] },
  'AWS::S3::BucketPolicy': { path: ['PolicyDocument'], owner: 'Bucket' },
  'AWS::SNS::TopicPolicy': { path: ['PolicyDocument'], owner: 'Topics' },
  'AWS::SQS::QueuePolicy': { path: ['PolicyDocument'], owner: 'Queues' },
  'AWS::SecretsManager::ResourcePolicy': { path: ['ResourcePolicy'], owner: 'SecretId' },
};

/** An endpoint without a policy lets everything through. */
const open = { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };

/** Who may do more than before: policies, trust, managed policies, boundaries. Narrower is safe. */
export const iam: AwsRule = (change, world) => {
  const { before, after } = change;
  if (!after) return [];
  const grants = before ? ofChanged(change, before, after) : ofAdded(after, world.before);
  return [
    ...(grants.length > 0 ? [broader(grants)] : []),
    ...managed(before, after),
    ...(before ? unbound(before, after) : []),
  ];
};

/** Of documents that differ alone: a reference may have another name on each side and mean the same. */
function ofChanged(change: AwsChange, before: AwsResource, after: AwsResource): readonly Grant[] {
  return [
    ...(touches(change, documents[after.type]?.path[0] ?? '')
      ? newGrants(policyOf(after), policyOf(before))
      : []),
    ...(touches(change, 'Policies') ? newGrants(inlineOf(after), inlineOf(before)) : []),
  ];
}

function policyOf({ type, body }: AwsResource): Found {
  const place = documents[type];
  const policy = place ? at(body, 'Properties', ...place.path) : undefined;
  return policy ?? (type === 'AWS::EC2::VPCEndpoint' ? open : undefined);
}

/** All inline policies of a role as one document. */
const inlineOf = ({ body }: AwsResource): Found => ({
  Statement: listAt(body, 'Properties', 'Policies').flatMap((policy) =>
    listAt(policy, 'PolicyDocument', 'Statement'),
  ),
});

/** A policy on something that was there gives it rights; on something new it is part of that, unless it goes far. */
function ofAdded(resource: AwsResource, before: Side): readonly Grant[] {
  if (resource.type === 'AWS::EC2::VPCEndpoint') return [];
  const grants = [...grantsOf(policyOf(resource)), ...grantsOf(inlineOf(resource))];
  const owner = documents[resource.type]?.owner;
  const isForNew = owner === undefined || isNew(resource, owner, before);
  const isKey = resource.type.startsWith('AWS::KMS::');
  return isForNew ? grants.filter((grant) => !isKey && isFarReaching(grant)) : grants;
}

/** Whether what a property refers to is made by the same change. */
function isNew(resource: AwsResource, property: string, before: Side): boolean {
  const ids = referencesIn(at(resource.body, 'Properties', property));
  return (
    ids.length > 0 &&
    ids.every(
      (id) => !before.resources.some(({ stack, logicalId }) => stack === resource.stack && logicalId === id),
    )
  );
}

const reads = /^[\w-]+:(describe|list|lookup|search|get(?!secretvalue|object|parameter|item))/;
/** Actions that AWS lets nobody limit to a resource. https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const unlimited =
  /^(cloudwatch:putmetricdata|xray:put\w+|ec2:\w+networkinterfaces?|ecr:getauthorizationtoken)$/;

/** Everyone, another account, every action of a service, or writes to every resource without a condition. */
function isFarReaching({ action, resource, principal, isConditional }: Grant): boolean {
  if (principal === '*' || /^AWS:.*\b\d{12}\b/.test(principal)) return !isConditional;
  if (action === '*' || action.startsWith('NotAction') || resource.startsWith('NotResource')) return true;
  if (/^[\w-]+:\*$/.test(action)) return true;
  return resource === '*' && !isConditional && !reads.test(action) && !unlimited.test(action);
}

function broader(grants: readonly Grant[]): Assessment {
  const named = [...new Set(grants.map(grantText))];
  return {
    risk: 'exposure',
    why: `More is allowed than before: ${enumerated(named)}.`,
    instead: 'Name the actions and resources that are needed, and add a condition.',
  };
}

function grantText({ action, resource, principal }: Grant): string {
  const parts = [action, resource && `on ${shortened(resource)}`, principal && `for ${shortened(principal)}`];
  return parts.filter((part) => part !== '').join(' ');
}

const shortened = (text: string): string => (text.length > 70 ? `${text.slice(0, 67)}…` : text);

/** Managed policies on a role, and roles under a policy. */
function managed(before: AwsResource | null, after: AwsResource): Assessment[] {
  const added = (property: string): readonly string[] => {
    const now = listAt(after.body, 'Properties', property);
    const then = before ? listAt(before.body, 'Properties', property) : [];
    return missingFrom(now as readonly Json[], then);
  };
  if (after.type === 'AWS::IAM::Role') {
    const names = added('ManagedPolicyArns').filter(
      (arn) => before !== null || /Administrator|PowerUser|FullAccess/.test(arn),
    );
    return names.length > 0
      ? [
          {
            risk: 'exposure',
            why: `The role gets the managed policies ${enumerated(names.map(policyName))}.`,
          },
        ]
      : [];
  }
  if (before === null || !/^AWS::IAM::(Managed)?Policy$/.test(after.type)) return [];
  return ['Roles', 'Users', 'Groups']
    .filter((property) => added(property).length > 0)
    .map((property) => ({
      risk: 'exposure',
      why: `The policy’s rights go to more ${property.toLowerCase()}: ${enumerated(added(property))}.`,
    }));
}

const policyName = (arn: string): string => arn.split('/').pop() ?? arn;

function unbound(before: AwsResource, after: AwsResource): Assessment[] {
  const [old, now] = [before, after].map(({ body }) => at(body, 'Properties', 'PermissionsBoundary'));
  if (old === undefined || same(old, now)) return [];
  return [
    {
      risk: 'exposure',
      why: `The role’s permissions boundary ${now === undefined ? 'is gone' : `becomes ${textOf(now)}`}.`,
    },
  ];
}

/** Functions and clusters have ways in of their own. */
export const waysIn: AwsRule = ({ before, after }, world) => {
  switch (after?.type) {
    case 'AWS::Lambda::Permission':
      return permission(before, after, world.before);
    case 'AWS::EKS::AccessEntry':
      return accessEntry(before, after);
    case 'AWS::EKS::PodIdentityAssociation':
      return podIdentity(before, after);
    default:
      return [];
  }
};

function permission(before: AwsResource | null, after: AwsResource, old: Side): Assessment[] {
  const [principal, source] = ['Principal', 'SourceArn'].map((key) => textAt(after.body, 'Properties', key));
  const isOpen =
    principal === '*' || (source === '' && textAt(after.body, 'Properties', 'SourceAccount') === '');
  const isWider = before
    ? ['Principal', 'SourceArn', 'SourceAccount'].some(
        (key) => textAt(before.body, 'Properties', key) !== textAt(after.body, 'Properties', key),
      )
    : !isNew(after, 'FunctionName', old) && !isNew(after, 'SourceArn', old);
  return isOpen || isWider
    ? [
        {
          risk: 'exposure',
          why: `${principal} may call the function${source === '' ? ', from anywhere' : ''}.`,
        },
      ]
    : [];
}

function accessEntry(before: AwsResource | null, after: AwsResource): Assessment[] {
  const rights = (resource: AwsResource | null): readonly Json[] => [
    ...listAt(resource?.body, 'Properties', 'AccessPolicies'),
    ...listAt(resource?.body, 'Properties', 'KubernetesGroups'),
  ];
  const principal = textAt(after.body, 'Properties', 'PrincipalArn');
  const isOther = principal !== textAt(before?.body, 'Properties', 'PrincipalArn');
  const more = missingFrom(rights(after), rights(before));
  if (!isOther && more.length === 0) return [];
  return [
    {
      risk: 'exposure',
      why: `${shortened(principal)} gets ${isOther ? 'access' : 'more rights'} to the cluster.`,
    },
  ];
}

function podIdentity(before: AwsResource | null, after: AwsResource): Assessment[] {
  const who = ['Namespace', 'ServiceAccount', 'RoleArn'].map((key) => textAt(after.body, 'Properties', key));
  const wasWho = ['Namespace', 'ServiceAccount', 'RoleArn'].map((key) =>
    textAt(before?.body, 'Properties', key),
  );
  if (before === null || who.join() === wasWho.join()) return [];
  return [
    {
      risk: 'exposure',
      why: `Pods of service account ${who[0]}/${who[1]} act as another role than before: ${shortened(who[2] ?? '')}.`,
    },
  ];
}
