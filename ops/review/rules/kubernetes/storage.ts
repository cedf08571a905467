import type { Assessment } from '../../change';
import { namesIn, podTemplateOf } from '../reading/pods';
import { quantityOf } from '../reading/quantities';
import { at, listAt, textAt } from '../reading/values';
import { type KubernetesRule } from '../rule';

/** Volumes and their claims. Sizes only grow. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims */
export const storage: KubernetesRule = ({ before, after }) => {
  if (!before || !after) return [];
  const [old, now] = [before.body, after.body];
  return [
    ...shrunk(old, now),
    ...retention(old, now),
    ...expansion(after.kind, old, now),
    ...lostVolumes(before, after),
  ];
};

type Body = Parameters<typeof at>[0];

function shrunk(before: Body, after: Body): Assessment[] {
  const size = (body: Body) => quantityOf(at(body, 'spec', 'resources', 'requests', 'storage'));
  const [old, now] = [size(before), size(after)];
  return old !== null && now !== null && now < old
    ? [
        {
          risk: 'data-loss',
          why: 'A volume cannot shrink: the deploy fails, and the only way is a smaller volume with the data copied.',
          instead: 'Make the smaller volume beside the old one and copy the data.',
        },
      ]
    : [];
}

function retention(before: Body, after: Body): Assessment[] {
  return ['whenDeleted', 'whenScaled']
    .filter((event) => {
      const policy = (body: Body) => textAt(body, 'spec', 'persistentVolumeClaimRetentionPolicy', event);
      return policy(before) !== 'Delete' && policy(after) === 'Delete';
    })
    .map((event) => ({
      risk: 'data-loss',
      why: `${event}: Delete: the volumes of the pods go with ${event === 'whenDeleted' ? 'the StatefulSet' : 'each pod that is scaled away'}.`,
    }));
}

const expansion = (kind: string, before: Body, after: Body): Assessment[] =>
  kind === 'StorageClass' &&
  at(before, 'allowVolumeExpansion') === true &&
  at(after, 'allowVolumeExpansion') !== true
    ? [{ risk: 'capacity', why: 'Volumes of the class can no longer grow.' }]
    : [];

/** A claim that pods no longer mount: they start without its data. */
function lostVolumes(before: Parameters<typeof podTemplateOf>[0], after: typeof before): Assessment[] {
  const claims = (object: typeof before) =>
    namesIn(at(podTemplateOf(object), 'spec'), 'PersistentVolumeClaim');
  const gone = claims(before).filter((name) => !claims(after).includes(name));
  const small = smallerScratch(podTemplateOf(before), podTemplateOf(after));
  return [
    ...(gone.length > 0
      ? [
          {
            risk: 'data-loss' as const,
            why: `The pods start without the data of ${gone.join(', ')}.`,
            instead: 'Copy the data to where the pods look for it now.',
          },
        ]
      : []),
    ...small,
  ];
}

function smallerScratch(before: Body, after: Body): Assessment[] {
  const limits = (template: Body) =>
    new Map(
      listAt(template, 'spec', 'volumes').map((volume) => [
        textAt(volume, 'name'),
        quantityOf(at(volume, 'emptyDir', 'sizeLimit')),
      ]),
    );
  const [old, now] = [limits(before), limits(after)];
  const less = [...now]
    .filter(([name, size]) => size !== null && size < (old.get(name) ?? 0))
    .map(([name]) => name);
  return less.length > 0
    ? [
        {
          risk: 'capacity',
          why: `Pods that write more than the new limit of ${less.join(', ')} are evicted.`,
        },
      ]
    : [];
}
