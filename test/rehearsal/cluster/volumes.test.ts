import type { LiveObject } from '../../../rehearsal/cluster/api-server';
import { isWaiting, noDisk, volumeFor } from '../../../rehearsal/cluster/volumes';

const claim = (annotations: Record<string, string>, volumeName?: string): LiveObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data-prometheus-0', namespace: 'monitoring', uid: '0a1b', annotations },
  spec: {
    storageClassName: 'gp3-encrypted',
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '30Gi' } },
    ...(volumeName && { volumeName }),
  },
});

const onANode = { 'volume.kubernetes.io/selected-node': 'fake-general' };

test('a claim whose pod has a node gets a volume of its size and class, for itself alone', async () => {
  expect(isWaiting(claim(onANode))).toBe(true);
  expect(await volumeFor(claim(onANode), noDisk)).toMatchObject({
    kind: 'PersistentVolume',
    spec: {
      capacity: { storage: '30Gi' },
      storageClassName: 'gp3-encrypted',
      accessModes: ['ReadWriteOnce'],
      claimRef: { name: 'data-prometheus-0', namespace: 'monitoring', uid: '0a1b' },
    },
  });
});

test.each([
  ['whose pod has no node yet', claim({})],
  ['that has a volume', claim(onANode, 'claimed-0a1b')],
])('a claim %s gets none', (_, waiting) => {
  expect(isWaiting(waiting)).toBe(false);
});
