import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnSecurityGroupIngress, type IVpc, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  type CfnCluster,
  Cluster,
  type ClusterLoggingTypes,
  EndpointAccess,
  KubernetesVersion,
} from 'aws-cdk-lib/aws-eks-v2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { serviceNetwork } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { KubectlAccess } from './kubectl-access';
import { finishKubectlProvider } from './kubectl-provider';

export interface ControlPlaneProps {
  readonly environment: Environment;
  readonly clusterName: string;
  readonly vpc: IVpc;
  readonly dataKey: IKey;
  readonly kubectl: KubectlAccess;
}

/**
 * EKS in Auto Mode without AWS's own node pools. Access entries alone decide who may do what: the creator of the
 * cluster gets nothing.
 */
export class ControlPlane extends Construct {
  readonly cluster: Cluster;

  constructor(scope: Construct, id: string, props: ControlPlaneProps) {
    super(scope, id);
    const { vpc, kubectl, clusterName } = props;
    const { cluster } = props.environment;
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'API server, beside the security group that EKS makes for the cluster',
      allowAllOutbound: false,
    });
    // EKS writes to this name, and would make the group without an end of retention.
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/eks/${clusterName}/cluster`,
      retention: cluster.controlPlaneLogRetentionDays,
      // A group that stays would keep the next cluster of this name from being made.
      removalPolicy: RemovalPolicy.DESTROY,
    });

    this.cluster = new Cluster(this, 'Cluster', {
      clusterName,
      version: KubernetesVersion.of(cluster.kubernetesVersion),
      vpc,
      vpcSubnets: [{ subnetType: SubnetType.PRIVATE_WITH_EGRESS }],
      securityGroup,
      serviceIpv4Cidr: serviceNetwork.cidr,
      endpointAccess: endpointAccess(cluster.endpointAccessCidrs),
      bootstrapClusterCreatorAdminPermissions: false,
      secretsEncryptionKey: props.dataKey,
      clusterLogging: cluster.controlPlaneLogs.map((log) => log as ClusterLoggingTypes),
      compute: { nodePools: [] },
      kubectlProviderOptions: {
        kubectlLayer: kubectl.kubectlLayer,
        awscliLayer: kubectl.awscliLayer,
        securityGroups: [kubectl.securityGroup],
        // CDK would add ECR's managed policies, for Helm charts that we do not install.
        role: kubectl.role.withoutPolicyUpdates(),
      },
    });
    const resource = this.cluster.node.defaultChild as CfnCluster;
    resource.upgradePolicy = { supportType: 'STANDARD' };
    resource.deletionProtection = cluster.deletionProtection.enabled;
    resource.node.addDependency(
      logs,
      // Before the cluster, hence before the first kubectl.
      new CfnSecurityGroupIngress(this, 'FromKubectl', {
        description: 'kubectl of the deploy',
        groupId: securityGroup.securityGroupId,
        sourceSecurityGroupId: kubectl.securityGroup.securityGroupId,
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
      }),
    );
    finishKubectlProvider(this.cluster, kubectl, props.environment.observability.functionLogRetentionDays);
    acknowledgeFindings(this.cluster);
  }
}

function endpointAccess(cidrs: readonly string[]): EndpointAccess {
  return cidrs.length === 0 ? EndpointAccess.PRIVATE : EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(...cidrs);
}

/** What AWS asks of a cluster in Auto Mode. https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html */
const clusterPolicies = [
  'AmazonEKSClusterPolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];

function acknowledgeFindings(cluster: Cluster): void {
  Validations.of(cluster.role).acknowledge(
    ...clusterPolicies.map((policy) => ({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`,
      reason:
        'Auto Mode acts through this role with what AWS puts into the policy; a copy would break with the next feature.',
    })),
  );
  Validations.of(cluster.node.defaultChild as CfnCluster).acknowledge({
    id: 'CloudFormation-Validate::W9009',
    reason:
      'CDK writes EncryptionConfig.Resources; the EKS API still documents it, and nothing says that it may be left out.',
  });
}
