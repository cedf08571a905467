import { TenancyError } from '../context/tenancy-error';

/** A task waits as `accepted`, again after a failed attempt; the last three are final. */
export const taskStates = ['accepted', 'running', 'done', 'failed', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];

/** Names a queue too: lower-case letters, digits and hyphens, a letter first, at most 63. */
const kindPattern = /^[a-z][a-z0-9-]{0,62}$/;

export function assertTaskKind(kind: string): void {
  if (!kindPattern.test(kind)) {
    throw new TenancyError(
      'invalid-identifier',
      'A kind of task is lower-case letters, digits and hyphens, a letter first, at most 63 of them.',
    );
  }
}
