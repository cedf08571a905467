import { property, statements } from '../app-edits';
import { setting } from '../config-edits';
import type { LabelledChange } from '../labelled-change';

const apiPolicy = ['production-workloads', 'Identities/api/Role/DefaultPolicy', 'PolicyDocument'] as const;
const clusterAdministrator = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';

export const accessChanges: readonly LabelledChange[] = [
  {
    name: 'API pods as administrators of the account',
    environment: 'production',
    edit: {
      stacks: property('production-workloads', 'Identities/api/Role', 'ManagedPolicyArns', [
        'arn:aws:iam::aws:policy/AdministratorAccess',
      ]),
    },
    expected: 'exposure',
    at: 'production-workloads/Identities/api/Role',
    why: 'Broader IAM.',
  },
  {
    name: 'API pods read every bucket',
    environment: 'production',
    edit: {
      stacks: statements(...apiPolicy, (all) => [
        ...all,
        { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' },
      ]),
    },
    expected: 'exposure',
    at: 'production-workloads/Identities/api/Role/DefaultPolicy',
    why: 'Broader IAM: exports hold all that a tenant has.',
  },
  {
    name: 'one more action on the tenants’ key',
    environment: 'production',
    edit: {
      stacks: statements(...apiPolicy, (all) =>
        all.map((one) =>
          one.Action.includes('kms:GenerateDataKey')
            ? { ...one, Action: [...one.Action, 'kms:ScheduleKeyDeletion'] }
            : one,
        ),
      ),
    },
    expected: 'exposure',
    at: 'production-workloads/Identities/api/Role/DefaultPolicy',
    why: 'Broader IAM by one action, in a list that was there.',
  },
  {
    name: 'statements and actions in another order',
    environment: 'production',
    edit: {
      stacks: statements(...apiPolicy, (all) =>
        all.toReversed().map((one) => ({
          ...one,
          Action: Array.isArray(one.Action) ? one.Action.toReversed() : one.Action,
        })),
      ),
    },
    expected: 'safe',
    frightening: true,
    why: 'The order of statements and actions means nothing. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  },
  {
    name: 'a list of one action instead of the action',
    environment: 'production',
    edit: {
      stacks: statements(...apiPolicy, (all) => all.map((one) => ({ ...one, Action: [one.Action].flat() }))),
    },
    expected: 'safe',
    frightening: true,
    why: 'A list of one and the one alone are the same. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html',
  },
  {
    name: 'administrators without a second factor',
    environment: 'production',
    edit: {
      stacks: statements(
        'production-cluster',
        'OperatorAccess/Administrator',
        'AssumeRolePolicyDocument',
        (all) => all.map(({ Condition: _dropped, ...one }) => one),
      ),
    },
    expected: 'exposure',
    at: 'production-cluster/OperatorAccess/Administrator',
    why: 'Broader IAM: a condition dropped.',
  },
  {
    name: 'certificate solver may write every record',
    environment: 'production',
    edit: {
      stacks: statements('production-edge', 'CertificateSolverRole/DefaultPolicy', 'PolicyDocument', (all) =>
        all.map(({ Condition: _dropped, ...one }) => one),
      ),
    },
    expected: 'exposure',
    at: 'production-edge/CertificateSolverRole/DefaultPolicy',
    why: 'Broader IAM: whoever takes the pod over points every name of the domain elsewhere.',
  },
  {
    name: 'readers of the cluster as its administrators',
    environment: 'production',
    edit: {
      stacks: property('production-cluster', 'OperatorAccess/ReaderEntry', 'AccessPolicies', [
        { AccessScope: { Type: 'cluster' }, PolicyArn: clusterAdministrator },
      ]),
    },
    expected: 'exposure',
    at: 'production-cluster/OperatorAccess/ReaderEntry',
    why: 'Broader access: readers now see every Secret and change every object. https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html',
  },
  {
    name: 'alarm topic that everybody may publish to',
    environment: 'production',
    edit: {
      stacks: statements('production-observability', 'AlarmTopic/Topic/Policy', 'PolicyDocument', (all) => [
        ...all,
        { Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*' },
      ]),
    },
    expected: 'exposure',
    at: 'production-observability/AlarmTopic/Topic/Policy',
    why: 'A wider policy: the principal * is everybody.',
  },
  {
    name: 'rotation function that everybody may call',
    environment: 'production',
    edit: { stacks: property('production-cache', 'Queues/Rotation/MayInvoke', 'Principal', '*') },
    expected: 'exposure',
    at: 'production-cache/Queues/Rotation/MayInvoke',
    why: 'A wider policy. https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
  },
  {
    name: 'one product secret more',
    environment: 'production',
    edit: {
      config: setting('application.secrets', [
        { variable: 'MODEL_API_KEY', secretName: 'model-provider', field: 'key' },
      ]),
    },
    expected: 'exposure',
    at: 'production-workloads/Identities/api/Role/DefaultPolicy',
    why: 'Broader IAM: each pod’s role may now read one secret more, which is right here and has to be seen.',
  },
  {
    name: 'description of a role',
    environment: 'production',
    edit: {
      stacks: property(
        'production-cluster',
        'OperatorAccess/Administrator',
        'Description',
        'Operates the cluster',
      ),
    },
    expected: 'safe',
    why: 'Description is updated without interruption and grants nothing.',
  },
];
