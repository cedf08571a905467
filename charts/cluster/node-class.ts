import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { environmentTag, nodeClassName } from '../../config/contract';

export interface NodeClassProps {
  readonly environmentName: string;
  readonly clusterName: string;
  readonly nodeRoleName: string;
}

/**
 * How EKS Auto Mode builds a node: private subnets of this environment, the cluster's own security group, our role.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html
 *
 * `DefaultAllow` enforces every NetworkPolicy and leaves pods alone that none selects. `DefaultDeny` would also cut
 * off the pods of the add-ons, whose namespaces hold no policy.
 */
export class NodeClass extends ApiObject {
  constructor(scope: Construct, id: string, props: NodeClassProps) {
    super(scope, id, {
      apiVersion: 'eks.amazonaws.com/v1',
      kind: 'NodeClass',
      metadata: { name: nodeClassName },
      spec: {
        role: props.nodeRoleName,
        subnetSelectorTerms: [
          { tags: { 'kubernetes.io/role/internal-elb': '1', [environmentTag]: props.environmentName } },
        ],
        securityGroupSelectorTerms: [{ tags: { 'aws:eks:cluster-name': props.clusterName } }],
        // On each instance and its volume: the budget counts by this tag.
        tags: { [environmentTag]: props.environmentName },
        networkPolicy: 'DefaultAllow',
        networkPolicyEventLogs: 'Enabled',
        // Images, container logs and the pods' writable folders; Auto Mode's default of 80 GiB is paid for per node.
        ephemeralStorage: { size: '40Gi' },
      },
    });
  }
}
