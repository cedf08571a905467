import { Stack, Validations } from 'aws-cdk-lib';
import {
  AccessEntry,
  AccessEntryType,
  AccessPolicy,
  AccessScopeType,
  type ICluster,
} from 'aws-cdk-lib/aws-eks-v2';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { registries } from '../../config/images';
import type { Environment } from '../../config/schema';

/** https://docs.aws.amazon.com/eks/latest/userguide/auto-create-node-role.html */
const nodePolicies = ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'];

export interface NodeRoleProps {
  readonly environment: Environment;
  readonly cluster: ICluster;
}

/**
 * What a node may do in AWS: join this cluster, pull images, and fill this account's copies of the registries that
 * the charts pull from. Pods have roles of their own.
 */
export class NodeRole extends Construct {
  readonly role: Role;
  /** A node that starts before it exists cannot join. */
  readonly accessEntry: AccessEntry;
  private readonly environmentName: string;

  constructor(scope: Construct, id: string, props: NodeRoleProps) {
    super(scope, id);
    this.environmentName = props.environment.name;
    this.role = new Role(this, 'Role', {
      description: 'Nodes of the cluster',
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: nodePolicies.map((name) => ManagedPolicy.fromAwsManagedPolicyName(name)),
    });
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['ecr:BatchImportUpstreamImage'],
        resources: this.cachedRepositories(Stack.of(this).account),
      }),
    );
    this.accessEntry = new AccessEntry(this, 'AccessEntry', {
      cluster: props.cluster,
      principal: this.role.roleArn,
      accessEntryType: AccessEntryType.EC2,
      accessPolicies: [
        AccessPolicy.fromAccessPolicyName('AmazonEKSAutoNodePolicy', {
          accessScopeType: AccessScopeType.CLUSTER,
        }),
      ],
    });
    this.acknowledgeFindings();
  }

  private cachedRepositories(account: string): string[] {
    return Object.values(registries).map(({ prefix }) =>
      Stack.of(this).formatArn({
        service: 'ecr',
        account,
        resource: 'repository',
        resourceName: `${this.environmentName}/${prefix}/*`,
      }),
    );
  }

  private acknowledgeFindings(): void {
    Validations.of(this.role).acknowledge(
      ...nodePolicies.map((name) => ({
        id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`,
        reason:
          'What the node software of AWS calls is AWS’s to know; the policy is the smallest that AWS offers.',
      })),
      ...this.cachedRepositories('<AWS::AccountId>').map((arn) => ({
        id: `AwsSolutions-IAM5[Resource::${arn}]`,
        reason:
          'All repositories under this prefix are copies of one public registry, and the node can only fill them.',
      })),
    );
  }
}
