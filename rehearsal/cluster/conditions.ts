import type { LiveObject } from './api-server';

interface Condition {
  readonly type: string;
  readonly status: string;
}

/** Whether an object's status says that a condition holds, such as `Ready` of a node or `Complete` of a Job. */
export function hasCondition({ status }: LiveObject, type: string): boolean {
  const conditions = (status as { readonly conditions?: readonly Condition[] } | undefined)?.conditions ?? [];
  return conditions.some((condition) => condition.type === type && condition.status === 'True');
}
