import type { Readable } from 'node:stream';
import { TenancyError } from '../../context/tenancy-error';

export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
}

/**
 * Where bundles, certificates and tenants' files lie: a bucket or a folder. Keys are parts of letters, digits and
 * `._-`, joined by `/`. A prefix ends with `/`.
 */
export interface ObjectStorage {
  /** For people, such as `s3://bucket/exports/` or `file:///var/exports/`. */
  readonly location: string;
  /** Writes the whole object, replacing an older one; an interrupted write leaves no object. */
  write(key: string, content: Readable): Promise<void>;
  /** null: no such object. */
  read(key: string): Promise<Readable | null>;
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Removes every object under the prefix, with all its versions. Answers how many there were. */
  remove(prefix: string): Promise<number>;
}

const keyPattern = /^(?!.*(^|\/)\.{1,2}(\/|$))[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;

/** Throws `invalid-identifier` for a key that could reach another folder. */
export function checkedKey(key: string): string {
  if (key.length > 500 || !keyPattern.test(key)) {
    throw new TenancyError('invalid-identifier', 'The key of a stored object is malformed.');
  }
  return key;
}

/** The same for a prefix. An empty one is refused: it would mean everything. */
export function checkedPrefix(prefix: string): string {
  if (!prefix.endsWith('/')) {
    throw new TenancyError('invalid-identifier', 'A prefix of stored objects ends with a slash.');
  }
  return `${checkedKey(prefix.slice(0, -1))}/`;
}

/** A whole small object as text; null: no such object. */
export async function readText(storage: ObjectStorage, key: string): Promise<string | null> {
  const content = await storage.read(key);
  if (!content) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
