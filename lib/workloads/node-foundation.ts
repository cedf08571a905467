import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import type { Construct } from 'constructs';
import { type NodeInputs, renderNodes } from '../../charts/platform';
import type { Environment } from '../../config/schema';
import { ChartManifest } from './chart-manifest';
import type { RetiredObjectsProvider } from './retired-objects';

export interface NodeFoundationProps {
  readonly environment: Environment;
  readonly cluster: ICluster;
  readonly retiredObjects: RetiredObjectsProvider;
  readonly inputs: NodeInputs;
}

/** The node chart, applied. No add-on becomes active before there are pools to buy nodes from. */
export class NodeFoundation extends ChartManifest {
  constructor(scope: Construct, props: NodeFoundationProps) {
    super(scope, {
      cluster: props.cluster,
      chart: renderNodes(props.environment, props.inputs),
      retiredObjects: props.retiredObjects,
      waitingClasses: new Set(),
    });
  }
}
