import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { storageClassName } from '../config/contract';
import { workloadNamespaces } from '../config/flows';
import { createCompanions } from './workload/companions';
import { selectorLabels, workloadMetadata } from './workload/labels';
import {
  type ContainerPort,
  drainBeforeStop,
  type LongRunningPod,
  podTemplate,
  servicePort,
} from './workload/pod-template';

export interface StatefulWorkloadProps extends LongRunningPod {
  readonly replicas: number;
  /** Each pod's own volume, which stays when the pod goes. */
  readonly volume: { readonly folder: string; readonly storageGib: number };
  /**
   * How pods are made the first time and after all were lost. `ordered`: each as soon as the one before is ready;
   * `parallel`: at once. A roll-out replaces one at a time either way, the last one first.
   */
  readonly start: 'ordered' | 'parallel';
  /** Ports at the name of the workload, which leads to every ready pod, and at `<name>-<n>.<name>`, which leads to one. */
  readonly servicePorts: readonly ContainerPort[];
  /** Whether these names also lead to pods that are not ready, as peers that must find one another need. Default: no. */
  readonly publishesUnready?: boolean;
}

/** Of the claim that each pod has. */
const volumeName = 'data';

/**
 * The shape of a workload whose pods keep something of their own: a StatefulSet that is replaced pod by pod, with a volume
 * for each, and beside it what every long-running workload has. A volume outlives its pod, its set and its claim: who
 * wants it gone deletes the claim, and then the volume.
 */
export class StatefulWorkload extends Construct {
  constructor(scope: Construct, props: StatefulWorkloadProps) {
    const { name } = props.pod;
    super(scope, name);
    const metadata = workloadMetadata(name, workloadNamespaces[name]);
    createCompanions(this, props.environment, name);
    const statefulSet = new ApiObject(this, 'stateful-set', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata,
      spec: k8s.toJson_StatefulSetSpec(statefulSetSpec(props)),
    });
    drainBeforeStop(statefulSet, props.drainSeconds);
    new k8s.KubeService(this, 'service', {
      metadata,
      spec: {
        clusterIp: 'None',
        selector: selectorLabels(name),
        ports: props.servicePorts.map(servicePort),
        ...(props.publishesUnready && { publishNotReadyAddresses: true }),
      },
    });
  }
}

function statefulSetSpec(props: StatefulWorkloadProps): k8s.StatefulSetSpec {
  const { name } = props.pod;
  const { folder, storageGib } = props.volume;
  const template = podTemplate(props, {
    revisionLabel: 'controller-revision-hash',
    volumeMounts: [{ name: volumeName, mountPath: folder }],
  });
  return {
    serviceName: name,
    replicas: props.replicas,
    selector: { matchLabels: selectorLabels(name) },
    podManagementPolicy: props.start === 'parallel' ? 'Parallel' : 'OrderedReady',
    updateStrategy: { type: 'RollingUpdate' },
    minReadySeconds: 5,
    revisionHistoryLimit: 5,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    template: {
      ...template,
      spec: {
        ...template.spec!,
        // Else each start looks at every file of the volume first.
        securityContext: { ...template.spec!.securityContext, fsGroupChangePolicy: 'OnRootMismatch' },
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: volumeName },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName,
          resources: { requests: { storage: k8s.Quantity.fromString(`${storageGib}Gi`) } },
        },
      },
    ],
  };
}
