import type { CostedResource } from '../assembly/costed-stacks';
import type { Charge } from '../cost-line';
import type { Load } from '../usage/load';

/** What a rule may look at besides its resource. */
export interface CostWorld {
  /** Every resource of the assembly. */
  readonly resources: readonly CostedResource[];
  readonly load: Load;
  readonly hoursPerMonth: number;
  /** Sizes grow with the load past what the config allows: what so many customers would cost. */
  readonly grows: boolean;
}

/** What one resource costs. @throws UnknownCost when its properties are none that the rule understands. */
export type ResourceRule = (resource: CostedResource, world: CostWorld) => readonly Charge[];

/** A sentence about what cannot be priced. */
export class UnknownCost extends Error {}

export const countOf = (type: string, { resources }: CostWorld): number =>
  resources.filter((resource) => resource.type === type).length;
