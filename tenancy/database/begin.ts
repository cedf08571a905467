import type { WireStatement } from './wire-batch';

/** PostgreSQL has no weaker level than the first, its default. */
export const isolationLevels = ['READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE'] as const;
export type Isolation = (typeof isolationLevels)[number];

/** Opens a transaction with what holds for all of it. */
export function beginStatement({
  readOnly = false,
  isolation,
}: {
  readonly readOnly?: boolean;
  readonly isolation?: Isolation;
}): WireStatement {
  const modes = [...(isolation ? [`ISOLATION LEVEL ${isolation}`] : []), ...(readOnly ? ['READ ONLY'] : [])];
  return { text: ['BEGIN', ...modes].join(' '), silent: true };
}
