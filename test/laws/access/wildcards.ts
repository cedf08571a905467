import { listOf, type LocatedResource, resourcesOf } from '../stack-resources';
import type { Json, Law, Tree } from '../tree';

/** A write on every resource that was looked at: where, which actions, and a reason that a reviewer could refute. */
export interface AcknowledgedWildcard {
  readonly stack: string;
  /** How the logical ids of the policies begin. */
  readonly idPrefix: string;
  readonly actions: readonly string[];
  readonly reason: string;
}

interface Statement {
  readonly resource: LocatedResource;
  readonly actions: readonly string[];
  readonly onEverything: boolean;
}

const readOnly = /:(Describe|Get|List|BatchGet|Head|Lookup|Search|Check|View|Simulate)/;

/** No identity may do everything, and none may write to every resource unless that was acknowledged. */
export const grantsAreNarrow =
  (acknowledged: readonly AcknowledgedWildcard[]): Law =>
  (tree) =>
    allowed(tree).flatMap(({ resource, actions, onEverything }) => [
      ...actions
        .filter((action) => /^(\*|[\w-]+:\*)$/.test(action))
        .map((action) => `${resource.name}: may do ${action}`),
      ...actions
        .filter(
          (action) =>
            onEverything && !readOnly.test(action) && !isAcknowledged(acknowledged, resource, action),
        )
        .map((action) => `${resource.name}: may ${action} on every resource`),
    ]);

/** An acknowledgement that covers nothing any more must go. */
export const staleAcknowledgements = (
  acknowledged: readonly AcknowledgedWildcard[],
  trees: readonly Tree[],
): string[] => {
  const grants = trees.flatMap(allowed).filter(({ onEverything }) => onEverything);
  return acknowledged.flatMap((entry) =>
    entry.actions
      .filter(
        (action) =>
          !grants.some(
            (grant) => grant.actions.includes(action) && isAcknowledged([entry], grant.resource, action),
          ),
      )
      .map(
        (action) => `${entry.stack}/${entry.idPrefix}: nothing grants ${action} on every resource any more`,
      ),
  );
};

const isAcknowledged = (
  acknowledged: readonly AcknowledgedWildcard[],
  { stack, id }: LocatedResource,
  action: string,
): boolean =>
  acknowledged.some(
    (entry) => entry.stack === stack.noun && id.startsWith(entry.idPrefix) && entry.actions.includes(action),
  );

/** Every statement that allows something to an identity. In a key's own policy `*` is the key, so those are left out. */
const allowed = (tree: Tree): Statement[] =>
  resourcesOf(tree).flatMap((resource) =>
    documentsOf(resource)
      .flatMap(({ Statement }) => listOf(Statement))
      .filter(({ Effect }) => Effect === 'Allow')
      .map((statement) => ({
        resource,
        actions: listOf(statement.Action),
        onEverything: listOf(statement.Resource).includes('*'),
      })),
  );

function documentsOf({ type, properties }: LocatedResource): Json[] {
  switch (type) {
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::ManagedPolicy':
    case 'AWS::IAM::RolePolicy':
      return [properties.PolicyDocument];
    case 'AWS::IAM::Role':
    case 'AWS::IAM::User':
    case 'AWS::IAM::Group':
      return (properties.Policies ?? []).map(({ PolicyDocument }: Json) => PolicyDocument);
    default:
      return [];
  }
}
