import type { Json } from '../tree';

/** A finding that somebody looked at and accepted. */
export interface Acknowledgement {
  /** Path of the construct that it is written on. */
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

/** All acknowledgements of a stack, from the metadata file beside its template. */
export const acknowledgementsIn = (metadata: Json): Acknowledgement[] =>
  Object.entries<Json[]>(metadata).flatMap(([path, entries]) =>
    entries
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }) =>
        Object.entries<string>(data).map(([id, reason]) => ({ path: path.replace(/^\//, ''), id, reason })),
      ),
  );

/** Acknowledgements that CDK makes itself, on the stack. */
const ofCdk: readonly string[] = ['CloudFormation-Validate::W3010'];
const reasonCharactersMin = 40;

/** An acknowledgement is for one construct and one finding, with a reason that a reviewer could refute. */
export const acknowledgementFaults = (acknowledgements: readonly Acknowledgement[]): string[] =>
  acknowledgements.flatMap(({ path, id, reason }) => [
    ...(path.includes('/') || ofCdk.includes(id) ? [] : [`${path}: ${id} is accepted for the whole stack`]),
    ...(reason.length >= reasonCharactersMin ? [] : [`${path}: ${id}: “${reason}” is no reason`]),
    ...(id.endsWith('IAM5') ? [`${path}: ${id} accepts every wildcard`] : []),
  ]);
