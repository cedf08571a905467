import type { Columns } from './columns';

/** Something that AWS charges for: how much of which row of the price book a month. */
export interface Charge {
  readonly item: string;
  readonly priceId: string;
  readonly quantity: Columns;
}

/** A charge with its price. */
export interface CostLine extends Charge {
  readonly stack: string;
  /** Logical id without its hash, or `Kind/name` of a Kubernetes object. */
  readonly resource: string;
  readonly unit: string;
  readonly unitUsd: number;
  /** To the cent. */
  readonly monthlyUsd: Columns;
}

/** Something of which nobody knows the price: the report is wrong until it has one. */
export interface Unpriced {
  readonly stack: string;
  readonly resource: string;
  readonly type: string;
  /** One sentence that says what to do. */
  readonly why: string;
}

/** Something that costs nothing, and why. */
export interface FreeResource {
  readonly stack: string;
  readonly resource: string;
  readonly type: string;
  readonly why: string;
}
