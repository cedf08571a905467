import { createHash } from 'node:crypto';

/** A CDK token as text. Its number depends on what else was synthesized before it, so it says nothing about content. */
const cdkToken = /\$\{Token\[[^\]]*\]\}/g;

/** Ten hexadecimal digits of the SHA-256 of a JSON value, CDK tokens left out. Safe in a name and in a label. */
export function contentHash(value: unknown): string {
  const text = JSON.stringify(value).replace(cdkToken, '');
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/**
 * Returns the image reference, or throws where a new image would leave the revision and the name of the migration job
 * as they were: the tag or digest must stand there as plain text, not inside a CDK token.
 */
export function identifiedImage(reference: string): string {
  if (/(:[\w][\w.-]*|@sha256:[0-9a-f]{64})$/.test(reference.replace(cdkToken, ''))) return reference;
  throw new Error(
    `image ${reference} ends in no tag or digest of plain text; compose it from the repository and the asset's hash`,
  );
}
