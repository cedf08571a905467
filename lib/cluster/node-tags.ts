import { Validations } from 'aws-cdk-lib';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Lets Auto Mode put the node class's own tags on the instances that it starts; its managed policies refuse them. The
 * conditions hold it to nodes of this cluster.
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html#tag-prop
 */
export function allowNodeTags(cluster: Cluster): void {
  const policy = new Policy(cluster, 'NodeTags', {
    statements: [
      new PolicyStatement({
        actions: ['ec2:CreateFleet', 'ec2:RunInstances', 'ec2:CreateLaunchTemplate'],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'aws:RequestTag/eks:eks-cluster-name': '${aws:PrincipalTag/eks:eks-cluster-name}',
          },
          StringLike: {
            'aws:RequestTag/eks:kubernetes-node-class-name': '*',
            'aws:RequestTag/eks:kubernetes-node-pool-name': '*',
          },
        },
      }),
    ],
  });
  policy.attachToRole(cluster.role);
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'An instance has no ARN before it is started; the conditions on its tags are the bound.',
  });
}
