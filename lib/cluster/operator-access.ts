import { CfnOutput, Stack } from 'aws-cdk-lib';
import { AccessEntry, AccessPolicy, AccessScopeType, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * Roles of the people who operate the cluster. Identities of this account assume them if IAM allows it and they
 * signed in with a second factor.
 * - `Administrator`: everything.
 * - `Reader`: objects in namespaces, but no Secret.
 */
export class OperatorAccess extends Construct {
  constructor(scope: Construct, id: string, props: { readonly cluster: ICluster }) {
    super(scope, id);
    this.addRole('Administrator', 'AmazonEKSClusterAdminPolicy', props.cluster);
    this.addRole('Reader', 'AmazonEKSViewPolicy', props.cluster);
  }

  private addRole(name: string, accessPolicy: string, cluster: ICluster): void {
    const role = new Role(this, name, {
      description: `${name} of the cluster`,
      assumedBy: new AccountRootPrincipal().withConditions({
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      }),
    });
    new AccessEntry(this, `${name}Entry`, {
      cluster,
      principal: role.roleArn,
      accessPolicies: [
        AccessPolicy.fromAccessPolicyName(accessPolicy, { accessScopeType: AccessScopeType.CLUSTER }),
      ],
    });
    new CfnOutput(this, `${name}Command`, {
      description: `kubectl as ${name} of the cluster`,
      value: `aws eks update-kubeconfig --region ${Stack.of(this).region} --name ${cluster.clusterName} --role-arn ${role.roleArn}`,
    });
  }
}
