import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Cluster, KubectlProvider } from 'aws-cdk-lib/aws-eks-v2';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { KubernetesObject, RenderedChart } from '../../charts/rendered-chart';
import { podLabels } from '../../config/contract';
import { ChartManifest } from '../../lib/workloads/chart-manifest';
import type { Json } from '../support/synthesized';

const manifestType = 'Custom::AWSCDK-EKS-KubernetesResource';
const gateType = 'Custom::AWSCDK-EKS-KubernetesObjectValue';

const object = (kind: string, name: string, more: Json = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'app' },
  ...more,
});
const deployment = (name: string, revision: string, spec: Json = {}): KubernetesObject =>
  object('Deployment', name, {
    apiVersion: 'apps/v1',
    spec: {
      ...spec,
      template: {
        metadata: { labels: { [podLabels.name]: name, [podLabels.revision]: revision } },
        spec: { priorityClassName: spec.priorityClassName },
      },
    },
  });

/** The template of charts that are applied one after the other. */
function apply(charts: readonly RenderedChart[], waitingClasses: readonly string[] = []): Template {
  const stack = new Stack(new App({ builtinCloudFormationValidation: false }), 'Stack');
  const kubectlProvider = KubectlProvider.fromKubectlProviderAttributes(stack, 'Kubectl', {
    serviceToken: 'arn:aws:lambda:us-east-1:000000000000:function:kubectl',
    role: Role.fromRoleName(stack, 'Role', 'kubectl'),
  });
  const cluster = Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'c', kubectlProvider });
  let previous: ChartManifest | null = null;
  for (const chart of charts) {
    const applied: ChartManifest = new ChartManifest(stack, {
      cluster,
      chart,
      retiredObjects: { serviceToken: 'arn:aws:lambda:us-east-1:000000000000:function:retired' },
      waitingClasses: new Set(waitingClasses),
    });
    if (previous) applied.node.addDependency(previous);
    previous = applied;
  }
  return Template.fromStack(stack);
}
const applyOne = (...objects: KubernetesObject[]): Template => apply([{ name: 'chart', objects }]);

const resources = (template: Template, type: string): [string, Json][] =>
  Object.entries(template.findResources(type));
const only = (template: Template, type: string): Json => {
  const found = resources(template, type);
  expect(found).toHaveLength(1);
  return found[0]![1];
};
const gate = (template: Template): Json => only(template, gateType).Properties;

describe('what is applied', () => {
  test('overwrites what a failed deploy left', () => {
    expect(only(applyOne(object('ConfigMap', 'a')), manifestType).Properties.Overwrite).toBe(true);
  });

  test('is pruned', () => {
    expect(only(applyOne(object('ConfigMap', 'a')), manifestType).Properties.PruneLabel).toMatch(
      /^aws\.cdk\.eks\/prune-/,
    );
  });

  test('keeps its id when the objects change', () => {
    const ids = [applyOne(object('ConfigMap', 'a')), applyOne(object('Secret', 'b'), object('Service', 'c'))];
    expect(resources(ids[0]!, manifestType)[0]![0]).toBe(resources(ids[1]!, manifestType)[0]![0]);
  });

  test('leaves the rendered chart as it was', () => {
    const rendered = object('ConfigMap', 'a');
    applyOne(rendered);
    expect(rendered.metadata.labels).toBeUndefined();
  });

  test('is refused when an object is over 250 KB', () => {
    expect(() => applyOne(object('ConfigMap', 'big', { data: { text: 'x'.repeat(250_000) } }))).toThrow(
      /chart chart: ConfigMap big has 250\d+ bytes, and kubectl apply takes no more than 250000; split it/,
    );
  });

  test('waits for the chart before it, gates included', () => {
    const template = apply([
      { name: 'first', objects: [deployment('api', 'r1')] },
      { name: 'second', objects: [object('ConfigMap', 'a')] },
    ]);
    const second = resources(template, manifestType).find(([id]) => id.startsWith('second'))![1];
    expect(second.DependsOn).toContain(resources(template, gateType)[0]![0]);
  });
});

describe.each(['Namespace', 'PersistentVolumeClaim', 'PersistentVolume', 'CustomResourceDefinition'])(
  'a %s',
  (kind) => {
    const apiVersion = kind === 'CustomResourceDefinition' ? 'apiextensions.k8s.io/v1' : 'v1';
    const template = applyOne(object(kind, 'holder', { apiVersion }), object('ConfigMap', 'a'));
    const kept = resources(template, manifestType).find(([id]) => id.includes('Kept'))![1];

    test('is applied apart from what is pruned', () => {
      expect(JSON.parse(kept.Properties.Manifest).map((kept: Json) => kept.kind)).toEqual([kind]);
    });

    test('is never pruned', () => {
      expect(kept.Properties.PruneLabel).toBeUndefined();
    });

    test('stays when its manifest leaves the template', () => {
      expect([kept.DeletionPolicy, kept.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    });

    test('is not among the objects that the next deploy may delete', () => {
      expect(only(template, 'Custom::RetiredObjects').Properties.Objects).toEqual(['ConfigMap/app/a']);
    });
  },
);

describe('the list of a chart’s objects', () => {
  const template = applyOne(
    object('NetworkPolicy', 'n', { apiVersion: 'networking.k8s.io/v1' }),
    object('ConfigMap', 'a'),
    object('ClusterRole', 'r', { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: 'r' } }),
  );
  const list = only(template, 'Custom::RetiredObjects');

  test('names each by kind, group, namespace and name', () => {
    expect(list.Properties.Objects).toEqual([
      'ClusterRole.rbac.authorization.k8s.io//r',
      'ConfigMap/app/a',
      'NetworkPolicy.networking.k8s.io/app/n',
    ]);
  });

  test('carries the label of the chart’s own manifest', () => {
    expect(list.Properties.PruneLabel).toBe(only(template, manifestType).Properties.PruneLabel);
  });

  test('is looked at after the manifest is applied', () => {
    expect(list.DependsOn).toContain(resources(template, manifestType)[0]![0]);
  });
});

describe('the gate of a Deployment', () => {
  test('asks for this revision', () => {
    expect(gate(applyOne(deployment('api', 'r1')))).toMatchObject({
      ObjectType: 'replicaset',
      ObjectNamespace: 'app',
      ObjectName: '--selector=platform/revision=r1',
    });
  });

  test('asks for its replicas', () => {
    expect(gate(applyOne(deployment('api', 'r1', { replicas: 4 }))).JsonPath).toBe(
      '.items[?(@.status.availableReplicas>=4)].metadata.name',
    );
  });

  test('asks for the autoscaler’s minimum where there is one', () => {
    const autoscaler = object('HorizontalPodAutoscaler', 'api', {
      apiVersion: 'autoscaling/v2',
      spec: { minReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'api' } },
    });
    expect(gate(applyOne(deployment('api', 'r1'), autoscaler)).JsonPath).toContain('availableReplicas>=3');
  });

  test('gives up before its function is ended at 15 minutes', () => {
    expect(Number(gate(applyOne(deployment('api', 'r1'))).TimeoutSeconds)).toBeLessThan(900);
  });

  test('asks again when any object of the chart changes', () => {
    const hash = (data: string) =>
      gate(applyOne(deployment('api', 'r1'), object('ConfigMap', 'a', { data }))).ChartHash;
    expect(hash('old')).not.toBe(hash('new'));
  });

  test('asks after what left the chart is gone', () => {
    const template = applyOne(deployment('api', 'r1'));
    expect(only(template, gateType).DependsOn).toContain(
      resources(template, 'Custom::RetiredObjects')[0]![0],
    );
  });

  test('is not there for no replicas', () => {
    expect(resources(applyOne(deployment('api', 'r1', { replicas: 0 })), gateType)).toEqual([]);
  });

  test('is not there for pods that may stay pending', () => {
    const pause = deployment('pause', 'r1', { priorityClassName: 'headroom' });
    expect(resources(apply([{ name: 'chart', objects: [pause] }], ['headroom']), gateType)).toEqual([]);
  });

  test('needs the label of the revision', () => {
    const unlabelled = object('Deployment', 'api', { spec: { template: { spec: {} } } });
    expect(() => applyOne(unlabelled)).toThrow(/Deployment api need the label platform\/revision/);
  });
});

describe('the gate of a Job', () => {
  const job = (name: string) =>
    object('Job', name, {
      apiVersion: 'batch/v1',
      metadata: { name, namespace: 'app', labels: { [podLabels.name]: 'migration' } },
      spec: { template: { spec: {} } },
    });

  test('asks whether it is complete', () => {
    expect(gate(applyOne(job('migration-1')))).toMatchObject({
      ObjectType: 'job',
      ObjectName: 'migration-1',
      JsonPath: '.status.conditions[?(@.type=="Complete")].type',
    });
  });

  test('keeps its id when the hash in the name changes', () => {
    const [before, after] = ['migration-1', 'migration-2'].map(
      (name) => resources(applyOne(job(name)), gateType)[0]![0],
    );
    expect(after).toBe(before);
  });
});

describe('the gates of a StatefulSet', () => {
  const statefulSet = (replicas: number) =>
    object('StatefulSet', 'prometheus', {
      apiVersion: 'apps/v1',
      metadata: { name: 'prometheus', namespace: 'monitoring' },
      spec: {
        replicas,
        template: { metadata: { labels: { [podLabels.revision]: 'r1' } }, spec: {} },
      },
    });
  const names = (replicas: number) =>
    resources(applyOne(statefulSet(replicas)), gateType).map(([, { Properties }]) => Properties!.ObjectName);

  test('ask for each pod of this revision', () => {
    const pod = (index: number) => `--selector=platform/revision=r1,apps.kubernetes.io/pod-index=${index}`;
    expect(names(2).sort()).toEqual([pod(0), pod(1)]);
  });

  test('ask whether it is ready', () => {
    expect(gate(applyOne(statefulSet(1)))).toMatchObject({
      ObjectType: 'pod',
      ObjectNamespace: 'monitoring',
      JsonPath: '.items[*].status.containerStatuses[?(@.ready==true)].name',
    });
  });
});

test.each(['DaemonSet', 'Pod'])('a %s is refused: no gate would wait for it', (kind) => {
  expect(() => applyOne(object(kind, 'x'))).toThrow(
    `chart chart: a deploy gate knows Deployments, StatefulSets and Jobs, not ${kind} x`,
  );
});
