import type { Assessment, AwsChange, AwsResource, DeployedObject, KubernetesChange, Side } from '../change';

/** Both sides of a review: a rule may need more than the one thing that changes. */
export interface World {
  readonly before: Side;
  readonly after: Side;
}

/** What one rule says of a change; empty where it has nothing to say. */
export type AwsRule = (change: AwsChange, world: World) => readonly Assessment[];
export type KubernetesRule = (change: KubernetesChange, world: World) => readonly Assessment[];

/** Whether a property, or something in it, differs; a resource that is new or moved differs in all of them. */
export const touches = ({ what, fields }: AwsChange, property: string): boolean =>
  what !== 'changed' || fields.some(({ path }) => path[0] === 'Properties' && path[1] === property);

/** The resource on the side where it exists, the newer one of two. */
export const resourceOf = (change: AwsChange): AwsResource => {
  const resource = change.after ?? change.before;
  if (!resource) throw new Error('a change has a resource on one side at least');
  return resource;
};

/** The object on the side where it exists, the newer one of two. */
export const objectOf = (change: KubernetesChange): DeployedObject => {
  const object = change.after ?? change.before;
  if (!object) throw new Error('a change has an object on one side at least');
  return object;
};
