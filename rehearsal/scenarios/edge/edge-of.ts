import type { Edge } from '../../edge/edge';
import type { Stage } from '../scenario';

/** The way in from the internet. @throws Error on a cluster that has none. */
export function edgeOf({ cluster }: Stage): Edge {
  if (!cluster.real) throw new Error('only real nodes have a way in from the internet');
  return cluster.real.edge;
}
