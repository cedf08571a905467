import { type ApplicationComponent, applicationComponents } from './contract';
import type { Environment } from './schema';

type Components = Environment['application']['components'];
export type Component = NonNullable<Components[ApplicationComponent]>;

/** The components that an environment's image has, in the order of the contract. */
export const configuredComponents = (components: Components): [ApplicationComponent, Component][] =>
  applicationComponents.flatMap((name) => {
    const component = components[name];
    return component ? [[name, component] satisfies [ApplicationComponent, Component]] : [];
  });
