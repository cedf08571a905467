import type { Assessment, Change } from '../change';
import { enumerated } from './reading/values';

/** A change that no rule knows a danger of: why it is safe. */
export function unruled(change: Change): Assessment {
  const thing = change.after ?? change.before;
  const name = thing?.source === 'kubernetes' ? thing.kind : (thing?.type ?? 'thing');
  switch (change.what) {
    case 'added':
      return { risk: 'safe', why: `The ${name} is new; nothing that was there changes by it.` };
    case 'removed':
      return { risk: 'safe', why: `The ${name} goes, and nothing that stays uses it.` };
    case 'moved':
      return { risk: 'safe', why: `The ${name} is made anew under its new name before the old one goes.` };
    default:
      return { risk: 'safe', why: `${changedFields(change)} changes in place, without a restart.` };
  }
}

function changedFields({ source, fields }: Change): string {
  const names = fields.map(({ path }) =>
    source === 'aws' && path[0] === 'Properties' ? path[1] : path.join('.'),
  );
  return enumerated([...new Set(names.filter((name) => name !== undefined))]) || 'It';
}
