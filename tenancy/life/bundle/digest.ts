import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

/** SHA-256 of text, in hexadecimal digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Lets bytes through unchanged and knows their SHA-256, their number and that of their line ends. */
export class Digest extends Transform {
  private readonly hash = createHash('sha256');
  bytes = 0;
  lines = 0;

  override _transform(chunk: Buffer, _: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.lines += 1;
    done(null, chunk);
  }

  /** Hexadecimal digits; once, after the end. */
  sha256(): string {
    return this.hash.digest('hex');
  }
}

/** JSON with sorted keys and no spaces: the same value is always the same text, so that its hash can be computed again. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
