import { createHash } from 'node:crypto';
import type { ClusterInputs } from '../inputs';

/** A CDK token as text. */
const cdkToken = /\$\{Token\[[^\]]*\]\}/g;

/** What tells one image of a repository from another, at the end of a reference. */
const tagOrDigest = /(:[\w][\w.-]*|@sha256:[0-9a-f]{64})$/;

/**
 * Ten hexadecimal digits of the SHA-256 of a JSON value, without the names that a deployment gives to what is outside
 * the cluster. During a synthesis these are CDK tokens, in `platform render --inputs` the real names: the same charts
 * get the same revisions and names of jobs. Safe in a name and in a label.
 */
export function contentHash(value: unknown, inputs: ClusterInputs): string {
  const text = outsideNames(inputs).reduce((rest, name) => rest.replaceAll(name, ''), JSON.stringify(value));
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** Longest first, because one may be part of another. */
function outsideNames(inputs: ClusterInputs): string[] {
  return [
    inputs.databaseHost,
    inputs.databaseReaderHost,
    inputs.cacheQueuesHost,
    inputs.cacheVolatileHost,
    inputs.pullThroughHost,
    inputs.logBucket,
    inputs.exportsBucket,
    inputs.tenantKeyArn,
    inputs.heartbeatTopicArn,
    inputs.applicationImage.replace(tagOrDigest, ''),
  ]
    .filter((name) => name !== null)
    .sort((a, b) => b.length - a.length);
}

/**
 * Returns the image reference, or throws where a new image would leave the revision and the name of the migration job
 * as they were: the tag or digest must stand there as plain text, not inside a CDK token.
 */
export function identifiedImage(reference: string): string {
  if (tagOrDigest.test(reference.replace(cdkToken, ''))) return reference;
  throw new Error(
    `image ${reference} ends in no tag or digest of plain text; compose it from the repository and the asset's hash`,
  );
}
