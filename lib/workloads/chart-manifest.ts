import { createHash } from 'node:crypto';
import { type CfnCustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type ICluster, KubernetesManifest, KubernetesObjectValue } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import type { KubernetesObject, RenderedChart } from '../../charts/rendered-chart';
import { type DeployGate, deployGates } from './deploy-gate';
import { isKept } from './kept-objects';
import { RetiredObjects, type RetiredObjectsProvider } from './retired-objects';

/** `kubectl apply` keeps a copy of the object in an annotation, and all annotations together end at 256 KiB. */
const maximumObjectBytes = 250_000;

/** The handler of CDK runs in a Lambda function that ends after 15 minutes; a Job's deadline lies below this. */
const gateTimeout = Duration.seconds(870);

export interface ChartManifestProps {
  readonly cluster: ICluster;
  readonly chart: RenderedChart;
  readonly retiredObjects: Pick<RetiredObjectsProvider, 'serviceToken'>;
  /** Priority classes whose pods may stay pending. */
  readonly waitingClasses: ReadonlySet<string>;
}

/**
 * Applies a chart and waits until it is healthy; a deploy fails, and rolls back, if it does not become so.
 *
 * 1. Namespaces and other objects that hold things: applied, never pruned, left in the cluster when they leave the chart.
 * 2. All other objects: applied, then pruned.
 * 3. What left the chart and prune does not see: deleted. Before the gates, so that CloudFormation also rolls it back.
 * 4. One gate for each workload.
 *
 * Ids derive from the chart's name alone: a custom resource that is replaced deletes its live objects.
 */
export class ChartManifest extends Construct {
  constructor(scope: Construct, props: ChartManifestProps) {
    const { chart, cluster } = props;
    super(scope, chart.name);
    refuseLargeObjects(chart);
    const steps: Construct[] = [];
    const next = (step: Construct): void => {
      if (steps.length > 0) step.node.addDependency(...steps);
      steps.push(step);
    };

    const kept = chart.objects.filter(isKept);
    if (kept.length > 0) {
      next(
        new KubernetesManifest(this, 'Kept', {
          cluster,
          manifest: manifestOf(kept),
          overwrite: true,
          prune: false,
          removalPolicy: RemovalPolicy.RETAIN,
        }),
      );
    }
    const applied = chart.objects.filter((object) => !isKept(object));
    if (applied.length > 0) {
      const manifest = new KubernetesManifest(this, 'Manifest', {
        cluster,
        manifest: manifestOf(applied),
        overwrite: true,
        prune: true,
      });
      next(manifest);
      next(
        new RetiredObjects(this, 'RetiredObjects', {
          cluster,
          provider: props.retiredObjects,
          pruneLabel: `aws.cdk.eks/prune-${manifest.node.addr}`,
          objects: applied,
        }),
      );
    }
    const hash = this.contentHash(chart);
    for (const gate of deployGates(chart, props.waitingClasses)) {
      this.addGate(gate, cluster, hash).node.addDependency(...steps);
    }
  }

  /** The handler asks again only when a property of the resource changes: hence the hash. */
  private addGate(gate: DeployGate, cluster: ICluster, hash: string): Construct {
    const value = new KubernetesObjectValue(this, `Gate-${gate.id}`, {
      cluster,
      objectType: gate.objectType,
      objectName: gate.objectName,
      objectNamespace: gate.namespace,
      jsonPath: gate.jsonPath,
      timeout: gateTimeout,
    });
    const resource = value.node.findChild('Resource').node.defaultChild as CfnCustomResource;
    resource.addPropertyOverride('ChartHash', hash);
    return value;
  }

  /** Of the resolved objects: the text of a CDK token changes with whatever was synthesized before it. */
  private contentHash(chart: RenderedChart): string {
    const text = JSON.stringify(Stack.of(this).resolve(chart.objects));
    return createHash('sha256').update(text).digest('hex').slice(0, 16);
  }
}

/** A copy: CDK writes its prune label into the objects that it is given. */
function manifestOf(objects: readonly KubernetesObject[]): Record<string, unknown>[] {
  return objects.map((object) => structuredClone({ ...object }));
}

function refuseLargeObjects(chart: RenderedChart): void {
  for (const object of chart.objects) {
    const bytes = Buffer.byteLength(JSON.stringify(object));
    if (bytes > maximumObjectBytes) {
      throw new Error(
        `chart ${chart.name}: ${object.kind} ${object.metadata.name} has ${bytes} bytes, and kubectl apply takes no more than ${maximumObjectBytes}; split it`,
      );
    }
  }
}
