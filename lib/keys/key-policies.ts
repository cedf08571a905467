import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/** AWS services whose messages go through encrypted topics. */
const topicPublishers = ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com', 'costalerts.amazonaws.com'];

/**
 * Who may use the key that encrypts stores: the account's own identities, as far as their IAM policies allow; the
 * services that publish to the stack's topics; CloudTrail for the account's trails. RDS, ElastiCache, EKS, Secrets
 * Manager and Backup act for the identity that calls them. A multi-Region key's replica has a policy of its own and is
 * given this one too. In a key's policy `*` is the key itself.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function dataKeyPolicy(stack: Stack): PolicyDocument {
  const cloudTrail = new ServicePrincipal('cloudtrail.amazonaws.com');
  return new PolicyDocument({
    statements: [
      accountIdentities(),
      new PolicyStatement({
        sid: 'TopicPublishers',
        principals: topicPublishers.map((service) => new ServicePrincipal(service)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: {
          StringLike: {
            'kms:EncryptionContext:aws:sns:topicArn': stack.formatArn({ service: 'sns', resource: '*' }),
          },
        },
      }),
      new PolicyStatement({
        sid: 'TrailRecords',
        principals: [cloudTrail],
        actions: ['kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: {
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': trailArns(stack) },
          ArnLike: { 'aws:SourceArn': trailArns(stack) },
        },
      }),
      new PolicyStatement({
        sid: 'TrailChecksKey',
        principals: [cloudTrail],
        actions: ['kms:DescribeKey'],
        resources: ['*'],
        conditions: { ArnLike: { 'aws:SourceArn': trailArns(stack) } },
      }),
    ],
  });
}

/** Who may use the key that wraps tenants' data keys: the account's identities that an IAM policy names, no service. */
export function tenantKeyPolicy(): PolicyDocument {
  return new PolicyDocument({ statements: [accountIdentities()] });
}

const accountIdentities = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'AccountIdentities',
    principals: [new AccountRootPrincipal()],
    actions: ['kms:*'],
    resources: ['*'],
  });

const trailArns = (stack: Stack): string =>
  stack.formatArn({
    service: 'cloudtrail',
    resource: 'trail',
    resourceName: '*',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
