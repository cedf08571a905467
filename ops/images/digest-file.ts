import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Digests } from './pin-images';

/** Read by the charts; written by `platform images pin` alone. */
export const digestFile = join(__dirname, '../../config/image-digests.json');

export const readDigests = (file: string): Digests => JSON.parse(readFileSync(file, 'utf8'));

/** Replaces the file in one step. */
export function writeDigests(file: string, digests: Digests): void {
  const partial = `${file}.partial`;
  writeFileSync(partial, `${JSON.stringify(digests, null, 2)}\n`);
  renameSync(partial, file);
}
