import type { Assessment, Risk } from '../../change';
import { at, listAt, same } from '../reading/values';
import type { KubernetesRule } from '../rule';

interface ImmutableField {
  readonly kind: string;
  readonly path: readonly string[];
  readonly risk: Risk;
  readonly why: string;
  readonly instead: string;
}

const besideOld =
  'Make a new one under another name beside the old, copy the data, switch over, then remove the old one.';
const twoSteps = 'Make a new one under another name, move what uses it, then remove the old one.';

/**
 * Fields that the API server refuses to change: the deploy fails and rolls back, and the only way is to delete the
 * object. https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations and the validation of each kind.
 */
const immutableFields: readonly ImmutableField[] = [
  ...['volumeClaimTemplates', 'serviceName', 'selector', 'podManagementPolicy'].map(
    (field): ImmutableField => ({
      kind: 'StatefulSet',
      path: ['spec', field],
      risk: 'data-loss',
      why: `A StatefulSet’s ${field} cannot change: it has to be deleted and made anew, and its pods may come up without their volumes.`,
      instead: besideOld,
    }),
  ),
  ...['Deployment', 'DaemonSet', 'ReplicaSet'].map((kind): ImmutableField => ({
    kind,
    path: ['spec', 'selector'],
    risk: 'downtime',
    why: `A ${kind}’s selector cannot change: it has to be deleted with its pods and made anew.`,
    instead: twoSteps,
  })),
  ...['clusterIP', 'loadBalancerClass'].map((field): ImmutableField => ({
    kind: 'Service',
    path: ['spec', field],
    risk: 'downtime',
    why: `A Service’s ${field} cannot change: it has to be deleted, and its address goes with it.`,
    instead: twoSteps,
  })),
  ...['value', 'preemptionPolicy'].map((field): ImmutableField => ({
    kind: 'PriorityClass',
    path: [field],
    risk: 'downtime',
    why: `A priority class’ ${field} cannot change: the deploy fails, and while it is made anew no pod of the class starts.`,
    instead: 'Add a class under another name, and give it to the pods.',
  })),
  ...['RoleBinding', 'ClusterRoleBinding'].map((kind): ImmutableField => ({
    kind,
    path: ['roleRef'],
    risk: 'downtime',
    why: 'The role of a binding cannot change: the deploy fails and rolls back.',
    instead: 'Add a binding under another name.',
  })),
  ...['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'].map((field): ImmutableField => ({
    kind: 'StorageClass',
    path: [field],
    risk: 'data-loss',
    why: `A storage class’ ${field} cannot change: it has to be deleted and made anew, and old and new volumes then differ in how they are kept.`,
    instead: 'Add a class under another name, and move one volume after the other.',
  })),
  ...['accessModes', 'selector', 'storageClassName', 'volumeMode', 'volumeName', 'dataSource'].map(
    (field): ImmutableField => ({
      kind: 'PersistentVolumeClaim',
      path: ['spec', field],
      risk: 'data-loss',
      why: `A claim’s ${field} cannot change: it has to be deleted and made anew, with an empty volume.`,
      instead: besideOld,
    }),
  ),
];

/** What the API server refuses, or what only a deletion brings about. */
export const immutable: KubernetesRule = ({ what, before, after }) => {
  if (what !== 'changed' || !before || !after) return [];
  return [
    ...immutableFields
      .filter(
        ({ kind, path }) => kind === after.kind && !same(at(before.body, ...path), at(after.body, ...path)),
      )
      .map(({ risk, why, instead }): Assessment => ({ risk, why, instead })),
    ...jobs(after.kind, before.body, after.body),
    ...sealed(before.body, after.body),
    ...definitions(after.kind, before.body, after.body),
  ];
};

type Body = Parameters<typeof at>[0];

/** Jobs of ours carry the hash of their content in their names: another content is another Job. */
function jobs(kind: string, before: Body, after: Body): Assessment[] {
  if (kind !== 'Job' || same(at(before, 'spec', 'template'), at(after, 'spec', 'template'))) return [];
  return same(at(before, 'metadata', 'name'), at(after, 'metadata', 'name'))
    ? [
        {
          risk: 'downtime',
          why: 'The pods of a Job cannot change: the deploy fails and rolls back.',
          instead: 'Give the job a name with the hash of its content.',
        },
      ]
    : [{ risk: 'safe', why: 'Another job runs once, beside what runs, and the finished one goes.' }];
}

const sealed = (before: Body, after: Body): Assessment[] =>
  at(before, 'immutable') === true && !same(at(before, 'data'), at(after, 'data'))
    ? [
        {
          risk: 'downtime',
          why: 'It is marked as immutable: the deploy fails and rolls back.',
          instead: 'Give it a name with the hash of its content.',
        },
      ]
    : [];

/** Objects of a version that is no longer stored or served cannot be read. */
function definitions(kind: string, before: Body, after: Body): Assessment[] {
  if (kind !== 'CustomResourceDefinition') return [];
  const served = (body: Body) =>
    listAt(body, 'spec', 'versions')
      .filter((version) => at(version, 'served') !== false)
      .map((version) => at(version, 'name'));
  const gone = served(before).filter((name) => !served(after).includes(name));
  return gone.length > 0
    ? [
        {
          risk: 'data-loss',
          why: `Version ${gone.join(', ')} of the kind is no longer served: objects that are stored in it cannot be read.`,
          instead: 'Store all objects in the new version first.',
        },
      ]
    : [];
}
