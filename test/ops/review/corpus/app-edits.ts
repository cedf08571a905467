import { type App, CfnResource, type IResolveContext, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Json } from '../../../laws/tree';

/** A stack of the app, such as `production-database`. @throws Error when there is none. */
export function stackNamed(app: App, name: string): Stack {
  const stack = app.node.tryFindChild(name);
  if (!(stack instanceof Stack)) throw new Error(`there is no stack ${name} to change`);
  return stack;
}

/** A construct by its path below a stack, such as `Instance/Logs`. @throws Error when there is none. */
export function constructAt(app: App, stack: string, path: string): Construct {
  return path
    .split('/')
    .reduce<Construct>((inner, id) => inner.node.findChild(id) as Construct, stackNamed(app, stack));
}

/** The resource of a construct, such as `Instance`, whose resource is `Instance/Resource`. */
export function resourceAt(app: App, stack: string, path: string): CfnResource {
  const construct = constructAt(app, stack, path);
  const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild;
  if (!(resource instanceof CfnResource)) throw new Error(`${stack}/${path} is no resource`);
  return resource;
}

/** Gives a property another value, such as `property('production-database', 'Instance', 'MultiAZ', false)`. */
export const property =
  (stack: string, path: string, name: string, value: unknown): ((app: App) => void) =>
  (app) =>
    resourceAt(app, stack, path).addPropertyOverride(name, value);

/** Gives a resource another logical id: for CloudFormation another resource. */
export const renamed =
  (stack: string, path: string, logicalId: string): ((app: App) => void) =>
  (app) =>
    resourceAt(app, stack, path).overrideLogicalId(logicalId);

/** Takes a construct out of the app. @throws Error when there is none. */
export const without =
  (stack: string, path: string): ((app: App) => void) =>
  (app) => {
    const { scope, id } = constructAt(app, stack, path).node;
    scope?.node.tryRemoveChild(id);
  };

/**
 * Changes the statements of a policy document below a resource's properties, as they come into the template: earlier,
 * values of other stacks are not yet in them.
 */
export const statements =
  (
    stack: string,
    path: string,
    document: string,
    edit: (statements: Json[]) => Json[],
  ): ((app: App) => void) =>
  (app) => {
    const resource: Json = resourceAt(app, stack, path);
    const original = resource._toCloudFormation.bind(resource);
    resource._toCloudFormation = () => ({
      creationStack: [],
      resolve: (context: IResolveContext) => {
        const template: Json = context.resolve(original());
        const [{ Properties }] = Object.values<Json>(template.Resources);
        Properties[document] = {
          ...Properties[document],
          Statement: edit(Properties[document].Statement),
        };
        return template;
      },
    });
  };
