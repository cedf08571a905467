import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { storageClassName } from '../../config/contract';

/**
 * The default class for volumes: Auto Mode brings a driver and no class. A volume is bought in the zone of its first
 * pod, and stays when its claim is deleted: a claim lost by mistake loses no data, an orphan costs cents.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html
 */
export function createStorageClass(scope: Construct): void {
  new k8s.KubeStorageClass(scope, 'storage-class', {
    metadata: {
      name: storageClassName,
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
    provisioner: 'ebs.csi.eks.amazonaws.com',
    parameters: { type: 'gp3', encrypted: 'true' },
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Retain',
  });
}
