import { type LocatedResource, resourcesOfTypes } from '../stack-resources';
import type { Law, Tree } from '../tree';
import { statefulResources } from './stores';

/** Logical id to type, by stack noun. */
export type FrozenIds = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** State lies in the subnets, too: a new id would replace them with all that is in them. */
const networkTypes: readonly string[] = ['AWS::EC2::VPC', 'AWS::EC2::Subnet'];

const frozenIn = (tree: Tree): LocatedResource[] => [
  ...statefulResources(tree),
  ...resourcesOfTypes(tree, ...networkTypes),
];

/**
 * CloudFormation knows a resource by its logical id: a new id is a new, empty resource. So each id of what holds state
 * is written down, and none of them is ever missing.
 */
export const idsAreFrozen =
  (frozen: FrozenIds): Law =>
  (tree) => {
    const present = frozenIn(tree);
    const missing = Object.entries(frozen).flatMap(([noun, ids]) =>
      Object.entries(ids)
        .filter(([id, type]) => !present.some((r) => r.stack.noun === noun && r.id === id && r.type === type))
        .map(([id, type]) => `${noun}/${id}: this ${type} is gone or renamed, and its data with it`),
    );
    const unwritten = present
      .filter(({ stack, id }) => frozen[stack.noun]?.[id] === undefined)
      .map(({ name, type }) => `${name}: this ${type} is not frozen yet; npm run ids:freeze adds it`);
    return [...missing, ...unwritten];
  };

/** The frozen ids with those that are new. Nothing is taken away or changed. */
export function withNewIds(frozen: FrozenIds, tree: Tree): FrozenIds {
  const grown: Record<string, Record<string, string>> = {};
  for (const { stack, id, type } of frozenIn(tree)) (grown[stack.noun] ??= {})[id] = type;
  for (const [noun, ids] of Object.entries(frozen)) grown[noun] = { ...grown[noun], ...ids };
  return grown;
}
