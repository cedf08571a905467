import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { TenancyError } from '../context/tenancy-error';

const algorithm = 'aes-256-gcm';
const tagBytes = 16;

/** What a key was used on. `ciphertext` ends with the tag of 128 bits; `nonce` has 96. */
export interface SealedBox {
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

/**
 * AES-256-GCM with a random nonce; a key serves at most 2^32 boxes. `context` is not stored: the same list must be
 * given to open the box, so a box that was copied to another place does not open there.
 * https://csrc.nist.gov/pubs/sp/800/38/d/final (8.2.2 and 8.3)
 */
export function sealBox(key: Buffer, plaintext: Buffer, context: readonly string[]): SealedBox {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(contextBytes(context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { nonce, ciphertext: Buffer.concat([body, cipher.getAuthTag()]) };
}

/** Throws `unreadable-credential` for a wrong key, a wrong context and anything that was changed. */
export function openBox(key: Buffer, { nonce, ciphertext }: SealedBox, context: readonly string[]): Buffer {
  try {
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(contextBytes(context));
    decipher.setAuthTag(ciphertext.subarray(-tagBytes));
    return Buffer.concat([decipher.update(ciphertext.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    throw new TenancyError('unreadable-credential', `Not sealed for this place: ${context.join(', ')}.`);
  }
}

/** JSON keeps the parts apart: no two lists give the same bytes. */
const contextBytes = (context: readonly string[]): Buffer => Buffer.from(JSON.stringify(context));
