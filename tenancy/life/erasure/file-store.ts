import type { ObjectStorage } from '../storage/object-storage';
import { filesPrefix } from '../storage/tenant-prefixes';
import type { ErasedTenant, TenantStore } from './tenant-store';

/** A tenant's files in object storage, with all their versions. */
export class FileStore implements TenantStore {
  constructor(private readonly storage: ObjectStorage) {}

  async count({ id }: ErasedTenant): Promise<number> {
    let count = 0;
    for await (const _ of this.storage.list(filesPrefix(id))) count += 1;
    return count;
  }

  async remove({ id }: ErasedTenant): Promise<void> {
    await this.storage.remove(filesPrefix(id));
  }
}
