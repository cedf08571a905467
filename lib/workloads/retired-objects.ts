import { join } from 'node:path';
import { CustomResource, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  type CfnFunction,
  Code,
  Function as LambdaFunction,
  type ILayerVersion,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acceptNamedRole } from '../functions/named-role';
import type { KubernetesObject } from '../../charts/rendered-chart';
import { kindOf } from './kept-objects';

export interface RetiredObjectsProviderProps {
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
  /** Administrator of the cluster: what leaves a chart may be of any kind, in any namespace or in none. */
  readonly role: IRole;
  /** The programs `kubectl` and `aws`. */
  readonly layers: ILayerVersion[];
  readonly logRetention: RetentionDays;
}

/** The function behind every chart's `RetiredObjects`. What it does, and why, is said in retired-objects/index.py. */
export class RetiredObjectsProvider extends Construct {
  readonly serviceToken: string;

  constructor(scope: Construct, id: string, props: RetiredObjectsProviderProps) {
    super(scope, id);
    const handler = new LambdaFunction(this, 'Handler', {
      code: Code.fromAsset(join(__dirname, 'retired-objects')),
      handler: 'index.handler',
      runtime: Runtime.determineLatestPythonRuntime(this),
      description: 'Deletes Kubernetes objects that a chart no longer has',
      timeout: Duration.minutes(5),
      memorySize: 512,
      environment: { AWS_STS_REGIONAL_ENDPOINTS: 'regional' },
      role: props.role,
      layers: props.layers,
      vpc: props.vpc,
      securityGroups: [props.securityGroup],
      logGroup: this.logGroup('HandlerLogs', props.logRetention),
    });
    const frameworkLogs = this.logGroup('FrameworkLogs', props.logRetention);
    const frameworkRole = new Role(this, 'FrameworkRole', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    frameworkLogs.grantWrite(frameworkRole);
    this.serviceToken = new Provider(this, 'Provider', {
      onEventHandler: handler,
      logGroup: frameworkLogs,
      frameworkOnEventRole: frameworkRole,
    }).serviceToken;
    acceptNamedRole(this);
    this.acknowledgeFindings(handler, frameworkRole);
  }

  private acknowledgeFindings(handler: LambdaFunction, frameworkRole: Role): void {
    Validations.of(handler).acknowledge({
      id: 'AwsSolutions-L1',
      reason: 'The AWS CLI of CDK’s layer runs on this Python; CDK tests the layer with this version.',
    });
    const handlerId = Stack.of(this).getLogicalId(handler.node.defaultChild as CfnFunction);
    Validations.of(frameworkRole).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${handlerId}.Arn>:*]`,
      reason: 'The wildcard stands for the versions of one function, which has a single one.',
    });
  }

  private logGroup(id: string, retention: RetentionDays): LogGroup {
    return new LogGroup(this, id, { retention, removalPolicy: RemovalPolicy.DESTROY });
  }
}

export interface RetiredObjectsProps {
  readonly cluster: ICluster;
  readonly provider: Pick<RetiredObjectsProvider, 'serviceToken'>;
  /** Label that the chart's manifest puts on each of its objects. */
  readonly pruneLabel: string;
  readonly objects: readonly KubernetesObject[];
}

/** Names the objects of a chart, so that the next deploy knows which ones left it. */
export class RetiredObjects extends Construct {
  constructor(scope: Construct, id: string, props: RetiredObjectsProps) {
    super(scope, id);
    new CustomResource(this, 'Resource', {
      resourceType: 'Custom::RetiredObjects',
      serviceToken: props.provider.serviceToken,
      properties: {
        ClusterName: props.cluster.clusterName,
        PruneLabel: props.pruneLabel,
        Objects: props.objects.map(identityOf).sort(),
      },
    });
  }
}

/** `kind.group/namespace/name`; without the version, so that a newer one of the same kind is the same object. */
function identityOf(object: KubernetesObject): string {
  return [kindOf(object), object.metadata.namespace ?? '', object.metadata.name].join('/');
}
