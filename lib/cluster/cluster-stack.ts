import { Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { CacheStack } from '../cache/cache-stack';
import type { DatabaseStack } from '../database/database-stack';
import type { EdgeStack } from '../edge/edge-stack';
import type { EnvironmentStackProps } from '../environment-stack';
import { NodeFoundation } from '../workloads/node-foundation';
import { RetiredObjectsProvider } from '../workloads/retired-objects';
import { Addons } from './addons';
import { ClusterAlarms } from './cluster-alarms';
import { ControlPlane } from './control-plane';
import { DataEdges } from './data-edges';
import { KubectlAccess } from './kubectl-access';
import { NodeRole } from './node-role';
import { allowNodeTags } from './node-tags';
import { OperatorAccess } from './operator-access';

export interface ClusterStackProps extends EnvironmentStackProps {
  readonly vpc: IVpc;
  readonly dataKey: IKey;
  readonly alarmTopic: ITopic;
  readonly edge: EdgeStack;
  readonly database: DatabaseStack;
  readonly cache: CacheStack;
}

/** EKS in Auto Mode, ready for workloads: nodes, add-ons, people's access, the way to the data stores. */
export class ClusterStack extends Stack {
  readonly cluster: Cluster;
  readonly retiredObjects: RetiredObjectsProvider;

  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id, props);
    const { environment, vpc } = props;
    const clusterName = environment.name;
    const kubectl = new KubectlAccess(this, 'Kubectl', { vpc, clusterName });
    this.cluster = new ControlPlane(this, 'ControlPlane', { ...props, clusterName, kubectl }).cluster;
    const { cluster } = this;
    this.retiredObjects = new RetiredObjectsProvider(this, 'RetiredObjectsProvider', {
      vpc,
      securityGroup: kubectl.securityGroup,
      role: kubectl.role.withoutPolicyUpdates(),
      layers: [kubectl.kubectlLayer, kubectl.awscliLayer],
      logRetention: environment.observability.functionLogRetentionDays,
    });

    const nodeRole = new NodeRole(this, 'NodeRole', { environment, cluster });
    allowNodeTags(cluster);
    const nodes = new NodeFoundation(this, {
      environment,
      cluster,
      retiredObjects: this.retiredObjects,
      inputs: { clusterName, nodeRoleName: nodeRole.role.roleName },
    });
    nodes.node.addDependency(nodeRole.accessEntry);
    new Addons(this, 'Addons', { environment, cluster, edge: props.edge }).node.addDependency(nodes);

    new OperatorAccess(this, 'OperatorAccess', { cluster });
    new DataEdges(this, 'DataEdges', {
      cluster,
      database: props.database.securityGroup,
      cacheQueues: props.cache.queues.securityGroup,
      cacheVolatile: props.cache.volatile.securityGroup,
    });
    new ClusterAlarms(this, 'Alarms', {
      environmentName: environment.name,
      cluster,
      topic: props.alarmTopic,
    });
  }
}
