import type { Assessment, Change } from '../change';
import { awsRules } from './aws/rules';
import { unruled } from './unruled';
import { kubernetesRules } from './kubernetes/rules';
import type { World } from './rule';

/**
 * What the rules say of one change, each that has something to say; the worst of them counts. A change of which no rule
 * knows a danger is safe, with the reason why.
 */
export function assess(change: Change, world: World): readonly Assessment[] {
  const found =
    change.source === 'aws'
      ? awsRules.flatMap((rule) => rule(change, world))
      : kubernetesRules.flatMap((rule) => rule(change, world));
  return found.length > 0 ? found : [unruled(change)];
}
