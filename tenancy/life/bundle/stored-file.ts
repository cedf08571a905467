import { addAbortSignal, pipeline, type Readable, type Transform } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { TenancyError } from '../../context/tenancy-error';
import type { ObjectStorage } from '../storage/object-storage';
import { Digest } from './digest';
import type { Manifest } from './manifest';

export type BundleFile = Manifest['files'][number];

export interface Content {
  readonly bytes: number;
  readonly lines: number;
  readonly sha256: string;
}

/** A folder of a storage that holds one bundle. */
export interface BundlePlace {
  readonly storage: ObjectStorage;
  /** Ends with `/`. */
  readonly prefix: string;
  /** Ends what is being written or read. */
  readonly signal?: AbortSignal;
}

/** Writes one file of a bundle, packed when its name ends with `.gz`, in constant memory. */
export async function storeFile(
  { storage, prefix, signal }: BundlePlace,
  path: string,
  source: Readable,
): Promise<{ readonly file: BundleFile; readonly content: Content }> {
  const [content, stored] = [new Digest(), new Digest()];
  const pack: Transform[] = path.endsWith('.gz') ? [createGzip()] : [];
  if (signal) addAbortSignal(signal, content);
  // An error of any part destroys the last one, which is what the storage reads from and reports.
  pipeline([source, content, ...pack, stored], () => undefined);
  await storage.write(prefix + path, stored);
  return {
    file: { path, bytes: stored.bytes, sha256: stored.sha256() },
    content: { bytes: content.bytes, lines: content.lines, sha256: content.sha256() },
  };
}

/**
 * Reads one file of a bundle as `consume` takes it, unpacked. Throws `conflict` after the end when it is not the file
 * that the manifest names: whatever was done with it must be undone then.
 */
export async function readFile(
  { storage, prefix, signal }: BundlePlace,
  manifest: Manifest,
  path: string,
  consume: (content: Readable) => Promise<void>,
): Promise<Content> {
  const expected = manifest.files.find((file) => file.path === path);
  const source = expected ? await storage.read(prefix + path) : null;
  if (!expected || !source) throw new TenancyError('conflict', `The bundle has no file ${path}.`);
  const [stored, content] = [new Digest(), new Digest()];
  const unpack: Transform[] = path.endsWith('.gz') ? [createGunzip()] : [];
  if (signal) addAbortSignal(signal, stored);
  pipeline([source, stored, ...unpack, content], () => undefined);
  try {
    await consume(content);
  } catch (error) {
    content.destroy();
    throw new TenancyError('conflict', `The bundle's file ${path} cannot be used.`, { cause: error });
  }
  if (stored.bytes !== expected.bytes || stored.sha256() !== expected.sha256) {
    throw new TenancyError('conflict', `The bundle's file ${path} was changed: its checksum differs.`);
  }
  return { bytes: content.bytes, lines: content.lines, sha256: content.sha256() };
}

/** A small file of a bundle as text. */
export async function readTextFile(place: BundlePlace, manifest: Manifest, path: string): Promise<string> {
  const chunks: Buffer[] = [];
  await readFile(place, manifest, path, async (content) => {
    for await (const chunk of content) chunks.push(Buffer.from(chunk));
  });
  return Buffer.concat(chunks).toString('utf8');
}
