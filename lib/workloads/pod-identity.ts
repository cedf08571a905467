import { CfnPodIdentityAssociation, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { Role, ServicePrincipal, SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface PodIdentityProps {
  readonly cluster: ICluster;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * An AWS role for the pods of one service account. Only EKS may assume it, and only for this cluster, namespace and
 * service account: the tags are EKS's own, a pod cannot choose them.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export class PodIdentity extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: PodIdentityProps) {
    super(scope, id);
    const { cluster, namespace, serviceAccount } = props;
    this.role = new Role(this, 'Role', {
      description: `Pods of service account ${namespace}/${serviceAccount}`,
      assumedBy: new SessionTagsPrincipal(
        new ServicePrincipal('pods.eks.amazonaws.com', {
          conditions: {
            StringEquals: {
              'aws:RequestTag/eks-cluster-arn': cluster.clusterArn,
              'aws:RequestTag/kubernetes-namespace': namespace,
              'aws:RequestTag/kubernetes-service-account': serviceAccount,
            },
          },
        }),
      ),
    });
    new CfnPodIdentityAssociation(this, 'Association', {
      clusterName: cluster.clusterName,
      namespace,
      serviceAccount,
      roleArn: this.role.roleArn,
    });
  }
}
