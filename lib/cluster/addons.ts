import { Stack } from 'aws-cdk-lib';
import { CfnAddon, CfnPodIdentityAssociation, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { stateOwner } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { EdgeStack } from '../edge/edge-stack';

export interface AddonsProps {
  readonly environment: Environment;
  readonly cluster: ICluster;
  readonly edge: EdgeStack;
}

interface Addon {
  readonly name: string;
  readonly configuration?: object;
  /** AWS role of its pods; the add-on's namespace and service account carry its name. */
  readonly role?: IRole;
}

/**
 * Software of the cluster that AWS offers as an add-on, at AWS's default version for the cluster's. Auto Mode brings
 * CoreDNS, the network plug-in, the EBS driver and the Pod Identity agent itself.
 * Namespaces and service accounts: https://docs.aws.amazon.com/eks/latest/userguide/community-addons.html
 */
export class Addons extends Construct {
  private readonly cluster: ICluster;

  constructor(scope: Construct, id: string, props: AddonsProps) {
    super(scope, id);
    this.cluster = props.cluster;
    const { edge } = props;
    this.add({ name: 'metrics-server' });
    this.add({ name: 'kube-state-metrics' });
    this.add({ name: 'prometheus-node-exporter' });
    this.add({ name: 'cert-manager', role: edge.certificateSolverRole });
    this.add({
      name: 'external-dns',
      role: edge.recordsRole,
      configuration: recordsConfiguration(props.environment),
    });
    this.add({
      name: 'aws-secrets-store-csi-driver-provider',
      configuration: secretsConfiguration(Stack.of(this).region),
    });
  }

  /**
   * The role is associated beside the add-on, not by it: cert-manager's add-on refuses `podIdentityAssociations`
   * (https://github.com/aws/containers-roadmap/issues/2712). Before the add-on, because a pod learns of its role when
   * it is made.
   */
  private add({ name, configuration, role }: Addon): void {
    const addon = new CfnAddon(this, name, {
      addonName: name,
      clusterName: this.cluster.clusterName,
      resolveConflicts: 'OVERWRITE',
      ...(configuration && { configurationValues: Stack.of(this).toJsonString(configuration) }),
    });
    if (!role) return;
    addon.node.addDependency(
      new CfnPodIdentityAssociation(this, `${name}-identity`, {
        clusterName: this.cluster.clusterName,
        namespace: name,
        serviceAccount: name,
        roleArn: role.roleArn,
      }),
    );
  }
}

/**
 * external-dns writes the records of our zone and deletes none. A recovery takes over the records of the environment
 * that it replaces: hence that environment's name as their owner.
 */
function recordsConfiguration(environment: Environment): object {
  return {
    sources: ['service', 'ingress'],
    policy: 'upsert-only',
    registry: 'txt',
    txtOwnerId: stateOwner(environment),
    domainFilters: [environment.edge.hostedZone.name],
  };
}

/**
 * Secrets become files and Kubernetes Secrets of the pods that mount them, and follow a rotation within an hour: the
 * login before it stays valid until the next one, and each look costs a call for each pod and secret. The provider
 * tolerates every taint: without it on the workers' nodes no worker would start.
 */
function secretsConfiguration(awsRegion: string): object {
  return {
    awsRegion,
    tolerations: [{ operator: 'Exists' }],
    'secrets-store-csi-driver': {
      syncSecret: { enabled: true },
      enableSecretRotation: true,
      rotationPollInterval: '1h',
      tokenRequests: [{ audience: 'pods.eks.amazonaws.com' }],
    },
  };
}
