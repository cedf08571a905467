import { join } from 'node:path';
import { FolderStorage } from '@platform/tenancy/life/storage/folder-storage';
import type { ObjectStorage } from '@platform/tenancy/life/storage/object-storage';
import type { Settings } from '../settings';

/** Where exports lie: the bucket, or a folder where there is no AWS. Null: nowhere, and nothing can be exported. */
export const bundleStorage = (settings: Settings): Promise<ObjectStorage | null> =>
  storage(settings, 'bundles');

/** Where copies of deletion certificates lie. */
export const certificateStorage = (settings: Settings): Promise<ObjectStorage | null> =>
  storage(settings, 'certificates');

async function storage(
  { exportsBucket, exportsFolder }: Settings,
  folder: 'bundles' | 'certificates',
): Promise<ObjectStorage | null> {
  if (exportsFolder) return new FolderStorage(join(exportsFolder, folder));
  if (!exportsBucket) return null;
  const { S3Client } = await import('@aws-sdk/client-s3');
  const { S3Storage } = await import('@platform/tenancy/life/storage/s3-storage');
  return new S3Storage({ client: new S3Client({}), bucket: exportsBucket, prefix: `${folder}/` });
}
