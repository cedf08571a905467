import type { RenderedChart } from '../../charts/rendered-chart';
import type { Environment } from '../../config/schema';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- templates are JSON that tests walk freely
export type Json = any;

export interface Resource {
  readonly Type: string;
  readonly Properties?: Json;
  readonly [field: string]: Json;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Json;
  readonly Parameters?: Json;
}

/** One stack as it left the synthesis. */
export interface SynthesizedStack {
  /** Its name without the environment's, such as `database`. */
  readonly noun: string;
  readonly terminationProtection: boolean;
  readonly template: Template;
}

/** All that an environment turns into. An environment of one machine has charts and no stacks. */
export interface Tree {
  readonly environment: Environment;
  readonly stacks: readonly SynthesizedStack[];
  readonly charts: readonly RenderedChart[];
}

/** A rule that holds for every environment. Each violation is a sentence that starts with where it is. */
export type Law = (tree: Tree) => string[];
