import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { checkedKey, checkedPrefix, type ObjectStorage, type StoredObject } from './object-storage';

const unfinished = '.part';

/** Objects as files below one folder, which is made when it is missing. */
export class FolderStorage implements ObjectStorage {
  readonly location: string;
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = resolve(folder);
    this.location = `${pathToFileURL(this.folder)}/`;
  }

  async write(key: string, content: Readable): Promise<void> {
    const file = this.file(key);
    const part = `${file}.${randomUUID()}${unfinished}`;
    try {
      await mkdir(dirname(file), { recursive: true });
      await pipeline(content, createWriteStream(part, { flush: true }));
      await rename(part, file);
    } catch (error) {
      content.destroy();
      await rm(part, { force: true });
      throw error;
    }
  }

  async read(key: string): Promise<Readable | null> {
    try {
      const file = await open(this.file(key), 'r');
      await file.close();
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
    return createReadStream(this.file(key));
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    for (const file of await this.filesUnder(prefix)) {
      if (file.endsWith(unfinished)) continue;
      const { size } = await stat(file);
      yield { key: relative(this.folder, file), sizeBytes: size };
    }
  }

  async remove(prefix: string): Promise<number> {
    const files = await this.filesUnder(prefix);
    await rm(join(this.folder, checkedPrefix(prefix)), { recursive: true, force: true });
    return files.filter((file) => !file.endsWith(unfinished)).length;
  }

  private file(key: string): string {
    return join(this.folder, checkedKey(key));
  }

  private async filesUnder(prefix: string): Promise<readonly string[]> {
    const folder = join(this.folder, checkedPrefix(prefix));
    try {
      const entries = await readdir(folder, { withFileTypes: true, recursive: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
