import { addResource, objectIn, type PlantedFault, resourceIn } from '../planted-fault';
import type { Json } from '../tree';

const grant = (tree: Json, Action: string, Resource: string): void =>
  addResource(tree, 'database', 'Planted', {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } },
  });

export const accessFaults: readonly PlantedFault[] = [
  {
    law: 'rightsAreNarrow',
    fault: 'a role over every kind',
    plant: (tree) => (objectIn(tree, 'Role', 'keda-operator').rules[0].resources = ['*']),
    seenAs: 'Role app/keda-operator: any resource',
  },
  {
    law: 'rightsAreNarrow',
    fault: 'secrets of every namespace',
    plant: (tree) =>
      objectIn(tree, 'ClusterRole', 'keda-operator').rules.push({
        apiGroups: [''],
        resources: ['secrets'],
        verbs: ['get'],
      }),
    seenAs: 'ClusterRole keda-operator: secrets of the whole cluster',
  },
  {
    law: 'grantsAreNarrow',
    fault: 'all actions of a service',
    plant: (tree) => grant(tree, 's3:*', 'arn:aws:s3:::one-bucket'),
    seenAs: 'database/Planted: may do s3:*',
  },
  {
    law: 'grantsAreNarrow',
    fault: 'a write on every resource',
    plant: (tree) => grant(tree, 's3:DeleteBucket', '*'),
    seenAs: 'database/Planted: may s3:DeleteBucket on every resource',
  },
  {
    law: 'noRolesThroughOidc',
    fault: 'an OIDC provider',
    plant: (tree) => addResource(tree, 'cluster', 'Planted', { Type: 'AWS::IAM::OIDCProvider' }),
    seenAs: 'cluster/Planted: an OIDC provider',
  },
  {
    law: 'noRolesThroughOidc',
    fault: 'a role in an annotation',
    plant: (tree) =>
      (objectIn(tree, 'ServiceAccount', 'api').metadata.annotations = {
        'eks.amazonaws.com/role-arn': 'arn',
      }),
    seenAs: 'names a role in an annotation',
  },
  {
    law: 'associationsHaveServiceAccounts',
    fault: 'a role for pods that do not exist',
    plant: (tree) =>
      (resourceIn(tree, 'workloads', 'AWS::EKS::PodIdentityAssociation').Properties.ServiceAccount = 'gone'),
    seenAs: 'nobody makes app/gone',
  },
  {
    law: 'functionsHaveLogGroups',
    fault: 'a function that logs for ever',
    plant: (tree) => delete resourceIn(tree, 'database', 'AWS::Lambda::Function').Properties.LoggingConfig,
    seenAs: 'no log group of its own',
  },
  {
    law: 'logGroupsExpire',
    fault: 'a log group without an end',
    plant: (tree) => delete resourceIn(tree, 'database', 'AWS::Logs::LogGroup').Properties.RetentionInDays,
    seenAs: 'keeps its logs for ever',
  },
];
