import { connectionBudget } from '../connection-budget';
import { objectAt, textAt } from '../reading/values';
import type { KubernetesRule } from '../rule';

/** Figures of PgBouncer: fewer of them, and clients wait or are refused. https://www.pgbouncer.org/config.html */
const figures = ['max_client_conn', 'default_pool_size', 'reserve_pool_size', 'max_db_connections'] as const;

const figureOf = (text: string, name: string): number | null => {
  const [, count] = new RegExp(`^\\s*${name}\\s*=\\s*(\\d+)`, 'm').exec(text) ?? [];
  return count === undefined ? null : Number(count);
};

/** PgBouncer's settings that let fewer clients in. */
export const pooling: KubernetesRule = ({ before, after }) => {
  if (!before || after?.kind !== 'ConfigMap') return [];
  const [old, now] = [objectAt(before.body, 'data'), objectAt(after.body, 'data')];
  return Object.keys(now).flatMap((file) =>
    figures.flatMap((name) => {
      const [then, left] = [figureOf(textAt(old, file), name), figureOf(textAt(now, file), name)];
      return then !== null && left !== null && left < then
        ? [
            {
              risk: 'capacity' as const,
              why: `${name} is ${left} instead of ${then}: clients beyond it wait or are refused.`,
            },
          ]
        : [];
    }),
  );
};

/** Whether what may be opened still fits; asked where a change can move it. */
export const connections: KubernetesRule = ({ what, before, after }, world) => {
  const kinds = ['ConfigMap', 'Deployment', 'StatefulSet', 'HorizontalPodAutoscaler', 'ScaledObject'];
  const object = after ?? before;
  return object && kinds.includes(object.kind) && what !== 'removed' ? connectionBudget(world) : [];
};
