import type { DeployedObject } from '../../change';
import { containersOf, podTemplateOf } from '../reading/pods';
import { listAt, objectAt, textAt, textOf } from '../reading/values';
import type { KubernetesRule } from '../rule';

/** In Temporal's configuration and in the variables that its images fill in. */
const shardText = /num_?history_?shards["']?\s*[:=]\s*["']?(\d+)/gi;

/**
 * Temporal spreads its workflows over a number of shards that is fixed for ever when its database is made; with another
 * one it finds none of them again. https://docs.temporal.io/temporal-service/temporal-server#history-shard
 */
export const shards: KubernetesRule = ({ before, after }) => {
  if (!before || !after) return [];
  const [old, now] = [shardsOf(before), shardsOf(after)];
  if (old.length === 0 || now.length === 0 || old.join() === now.join()) return [];
  return [
    {
      risk: 'data-loss',
      why: `Temporal finds no running workflow again with ${now.join(', ')} history shards instead of ${old.join(', ')}.`,
      instead:
        'Set up a second Temporal on databases of its own, start new workflows there, and let the old ones run out.',
    },
  ];
};

function shardsOf(object: DeployedObject): readonly string[] {
  const texts = [
    ...Object.values(objectAt(object.body, 'data')).map((value) => textOf(value)),
    ...containersOf(podTemplateOf(object) ?? undefined)
      .flatMap((container) => listAt(container, 'env'))
      .map((variable) => `${textAt(variable, 'name')}=${textAt(variable, 'value')}`),
  ];
  return texts.flatMap((text) => [...text.matchAll(shardText)].map(([, count]) => count ?? ''));
}
