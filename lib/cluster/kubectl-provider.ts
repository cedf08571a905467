import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { acceptNamedRole } from '../functions/named-role';
import type { KubectlAccess } from './kubectl-access';

/**
 * What CDK's kubectl provider offers no property for: an end to its logs, and a condition of the template that only
 * the policies we do not take would use.
 */
export function finishKubectlProvider(
  cluster: Cluster,
  kubectl: KubectlAccess,
  logRetention: RetentionDays,
): void {
  const provider = cluster.node.findChild('KubectlProvider');
  for (const group of provider.node.findAll()) {
    if (!(group instanceof CfnLogGroup)) continue;
    group.retentionInDays = logRetention;
    group.applyRemovalPolicy(RemovalPolicy.DESTROY);
  }
  kubectl.node.tryRemoveChild('HasEcrPublic');
  acceptNamedRole(provider);
  acknowledgeFindings(cluster, provider);
}

function acknowledgeFindings(cluster: Cluster, provider: IConstruct): void {
  const handler = provider.node.findChild('Handler');
  Validations.of(handler).acknowledge({
    id: 'AwsSolutions-L1',
    reason:
      'CDK chooses the newest Python that it tested its handler and the AWS CLI layer with; the layer’s programs run on it.',
  });
  const frameworkRole = provider.node
    .findChild('Provider')
    .node.findChild('framework-onEvent')
    .node.findChild('ServiceRole');
  Validations.of(frameworkRole).acknowledge(
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      reason: 'CDK makes this role and takes none in its place; the policy writes logs.',
    },
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]',
      reason:
        'CDK makes this role and takes none in its place; the policy writes logs and manages network interfaces.',
    },
    {
      id: `AwsSolutions-IAM5[Resource::<${cluster.stack.getLogicalId(handler.node.defaultChild as CfnFunction)}.Arn>:*]`,
      reason: 'The wildcard stands for the versions of one function, which has a single one.',
    },
  );
}
