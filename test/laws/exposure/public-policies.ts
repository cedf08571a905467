import { listOf, resourcesOf } from '../stack-resources';
import type { Json, Law } from '../tree';

/** Where each type keeps the policy that says who may use it. */
const policyOf: Readonly<Record<string, (properties: Json) => Json>> = {
  'AWS::SNS::TopicPolicy': ({ PolicyDocument }) => PolicyDocument,
  'AWS::S3::BucketPolicy': ({ PolicyDocument }) => PolicyDocument,
  'AWS::SQS::QueuePolicy': ({ PolicyDocument }) => PolicyDocument,
  'AWS::KMS::Key': ({ KeyPolicy }) => KeyPolicy,
  'AWS::KMS::ReplicaKey': ({ KeyPolicy }) => KeyPolicy,
  'AWS::SecretsManager::ResourcePolicy': ({ ResourcePolicy }) => ResourcePolicy,
  'AWS::ECR::Repository': ({ RepositoryPolicyText }) => RepositoryPolicyText,
  'AWS::ECR::RegistryPolicy': ({ PolicyText }) => PolicyText,
  'AWS::Backup::BackupVault': ({ AccessPolicy }) => AccessPolicy,
  'AWS::IAM::Role': ({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument,
};

/** No policy of a resource allows everybody without a condition. */
export const noPolicyAllowsEverybody: Law = (tree) =>
  resourcesOf(tree).flatMap(({ type, properties, name }) =>
    listOf(policyOf[type]?.(properties)?.Statement)
      .filter(
        (statement) =>
          statement.Effect === 'Allow' && isEverybody(statement.Principal) && !statement.Condition,
      )
      .map((statement) => `${name}: everybody may ${listOf(statement.Action).join(', ')}`),
  );

const isEverybody = (principal: Json): boolean => principal === '*' || listOf(principal?.AWS).includes('*');
